const SPECIAL = /[.+^${}()|[\]\\/-]/g;

/** What stands for itself, though it would be special in a pattern. */
const ESCAPED = /\$\{([*?$])\}/;

/** A pattern of IAM's as a regular expression: `*` is any text, `?` any one character, `${*}` an asterisk. */
export function wildcardExpression(pattern: string, ignoreCase = false): RegExp {
  const source = pattern
    .split(ESCAPED)
    .map((part, index) =>
      index % 2 === 1
        ? `\\${part}`
        : part.replace(SPECIAL, '\\$&').replaceAll('*', '.*').replaceAll('?', '.'),
    )
    .join('');
  return new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
}

/** What stands before the first colon: of an action, its service. */
const BEFORE_COLON = /^[^:*?]*(?=:)/;

/**
 * Many patterns at once: the plain ones are looked up, and of the others only those are tried that begin with the same
 * service. AWS's own policies have hundreds of them.
 */
export class WildcardSet {
  readonly #exact = new Set<string>();
  /** By what stands before the colon; under the empty text, those that have a wildcard in it. */
  readonly #expressions = new Map<string, RegExp[]>();
  readonly #ignoreCase: boolean;

  constructor(patterns: readonly string[], ignoreCase: boolean) {
    this.#ignoreCase = ignoreCase;
    for (const pattern of patterns) {
      if (!/[*?]/.test(pattern)) {
        this.#exact.add(this.#fold(pattern));
        continue;
      }
      const start = this.#startOf(pattern);
      const alike = this.#expressions.get(start) ?? [];
      this.#expressions.set(start, [...alike, wildcardExpression(pattern, ignoreCase)]);
    }
  }

  matches(text: string): boolean {
    if (this.#exact.has(this.#fold(text))) return true;
    const start = this.#startOf(text);
    const candidates = start === '' ? [''] : [start, ''];
    return candidates.some((key) => this.#expressions.get(key)?.some((expression) => expression.test(text)));
  }

  #startOf(text: string): string {
    return this.#fold(BEFORE_COLON.exec(text)?.[0] ?? '');
  }

  #fold(text: string): string {
    return this.#ignoreCase ? text.toLowerCase() : text;
  }
}
