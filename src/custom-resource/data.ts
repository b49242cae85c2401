import { wellFormed } from '../runtime/text';

/**
 * Attributes as `Fn::GetAtt` can address them: strings under flat names. `{ Role: { Id: 7 }, Arns: ['a'] }` becomes
 * `{ 'Role.Id': '7', 'Arns.0': 'a' }`; what is null or undefined is left out, as it has no text of its own.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export function flattenData(data: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(data).flatMap(([name, value]) => flatten(name, value)));
}

function flatten(name: string, value: unknown): [string, string][] {
  if (value === null || value === undefined) return [];
  if (value instanceof Date) return [[name, value.toISOString()]];
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([key, inner]) => flatten(`${name}.${key}`, inner));
  return [[wellFormed(name), wellFormed(String(value))]];
}
