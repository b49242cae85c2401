/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
export interface ParameterDeclaration {
  readonly Type: string;
  readonly Default?: string | number | boolean;
  readonly AllowedValues?: readonly (string | number | boolean)[];
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
  readonly MinLength?: string | number;
  readonly MaxLength?: string | number;
  readonly MinValue?: string | number;
  readonly MaxValue?: string | number;
  readonly Description?: string;
  readonly NoEcho?: string | boolean;
}

/** What `Ref` gives: a list for the list types, text for all others. */
export type ParameterValue = string | readonly string[];

/**
 * Gives every declared parameter a value and checks its constraints.
 *
 * @throws Error with CloudFormation's words where they are known, and always the parameter's name.
 */
export function parameterValues(
  declarations: Readonly<Record<string, ParameterDeclaration>>,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, ParameterValue>> {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(declarations, name));
  if (unknown.length > 0) throw new Error(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const texts = Object.entries(declarations).map(
    ([name, declaration]) => [name, declaration, given[name] ?? declaration.Default] as const,
  );
  const missing = texts.filter(([, , text]) => text === undefined).map(([name]) => name);
  if (missing.length > 0) throw new Error(`Parameters: [${missing.join(', ')}] must have values`);
  return Object.fromEntries(
    texts.map(([name, declaration, text]) => [name, checked(name, declaration, String(text))]),
  );
}

function checked(name: string, declaration: ParameterDeclaration, text: string): ParameterValue {
  const isList = declaration.Type === 'CommaDelimitedList' || declaration.Type.startsWith('List<');
  const items = isList ? text.split(',').map((item) => item.trim()) : [text];
  for (const item of items) {
    const fault = faultOf(item, declaration);
    if (fault !== undefined)
      throw new Error(`Parameter '${name}' ${declaration.ConstraintDescription ?? fault} (value: '${item}')`);
  }
  return isList ? items : text;
}

function faultOf(text: string, declaration: ParameterDeclaration): string | undefined {
  const { Type: type, AllowedValues: values, AllowedPattern: pattern } = declaration;
  const isNumber = type === 'Number' || type === 'List<Number>';
  if (values !== undefined && !values.map(String).includes(text))
    return `must be one of [${values.join(', ')}]`;
  // CloudFormation's patterns match the whole value.
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(text))
    return `must match pattern ${pattern}`;
  if (isNumber && (text === '' || Number.isNaN(Number(text)))) return 'must be a number';
  const { MinLength: minLength, MaxLength: maxLength, MinValue: minValue, MaxValue: maxValue } = declaration;
  if (text.length < Number(minLength ?? 0)) return `must contain at least ${minLength} characters`;
  if (text.length > Number(maxLength ?? Infinity)) return `must contain at most ${maxLength} characters`;
  if (isNumber && Number(text) < Number(minValue ?? -Infinity))
    return `must be a number not less than ${minValue}`;
  if (isNumber && Number(text) > Number(maxValue ?? Infinity))
    return `must be a number not greater than ${maxValue}`;
  return undefined;
}
