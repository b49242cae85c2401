const SPECIAL = /[.+^${}()|[\]\\/-]/g;

/** A pattern of IAM's as a regular expression: `*` is any text, `?` any one character. */
export function wildcardExpression(pattern: string, ignoreCase = false): RegExp {
  const source = pattern.replace(SPECIAL, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
}

/** Many patterns at once: the plain ones are looked up, only the others are tried. */
export class WildcardSet {
  readonly #exact = new Set<string>();
  readonly #expressions: RegExp[] = [];
  readonly #ignoreCase: boolean;

  constructor(patterns: readonly string[], ignoreCase: boolean) {
    this.#ignoreCase = ignoreCase;
    for (const pattern of patterns) {
      if (/[*?]/.test(pattern)) this.#expressions.push(wildcardExpression(pattern, ignoreCase));
      else this.#exact.add(this.#fold(pattern));
    }
  }

  matches(text: string): boolean {
    return this.#exact.has(this.#fold(text)) || this.#expressions.some((expression) => expression.test(text));
  }

  #fold(text: string): string {
    return this.#ignoreCase ? text.toLowerCase() : text;
  }
}
