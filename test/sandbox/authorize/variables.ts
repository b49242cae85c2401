/** A variable of a policy, with its default value; or a special character that shall be no more than that. */
const VARIABLE = /\$\{\s*(?:([*?$])|([^},\s]+)\s*(?:,\s*'([^']*)')?)\s*\}/g;

/** Whether a text of a policy holds anything that depends on the request, or a character that is written as a variable. */
export function hasVariables(text: string): boolean {
  return text.includes('${');
}

/**
 * Fills in a policy's variables from the condition keys of a request. What comes from the request is no pattern: its
 * special characters are left written as variables (`${*}`). Undefined when a key has no value, or more than one:
 * nothing equals that.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function filledIn(text: string, context: ReadonlyMap<string, readonly string[]>): string | undefined {
  let isComplete = true;
  const filled = text.replace(VARIABLE, (whole, special?: string, key?: string, byDefault?: string) => {
    if (special !== undefined || key === undefined) return whole;
    const values = context.get(key.toLowerCase()) ?? [];
    const value = values.length === 1 ? values[0] : byDefault;
    if (value === undefined) isComplete = false;
    return (value ?? '').replace(/[*?$]/g, (character) => `\${${character}}`);
  });
  return isComplete ? filled : undefined;
}

/** The characters that are written as variables, as themselves. */
export function withPlainCharacters(text: string): string {
  return text.replace(/\$\{([*?$])\}/g, '$1');
}
