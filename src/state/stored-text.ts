/** Opens what SSM takes for a reference to another parameter. In JSON text it stands inside strings only. */
const OPENS_REFERENCE = /\{(?=\{)/g;

/**
 * A value as the JSON text that an SSM parameter holds. SSM refuses values with `{{...}}`, which an unrendered template or an
 * unresolved dynamic reference leaves in a text; JSON may write either brace as a code, and is read back as it was.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html#API_PutParameter_RequestSyntax
 */
export function storedText(value: object): string {
  return JSON.stringify(value).replace(OPENS_REFERENCE, '\\u007b');
}
