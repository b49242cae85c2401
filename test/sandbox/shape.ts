/** What is wrong with a value, each fault with the path of the key at fault. Empty: nothing. */
export type Shape = (value: unknown, path: string) => readonly string[];

export const aText: Shape = (value, path) => (typeof value === 'string' ? [] : [`${path} must be a string`]);

export const aFlag: Shape = (value, path) =>
  typeof value === 'boolean' ? [] : [`${path} must be true or false`];

export function aNumber(minimum: number): Shape {
  return (value, path) =>
    typeof value === 'number' && Number.isInteger(value) && value >= minimum
      ? []
      : [`${path} must be a whole number of at least ${minimum}, but is ${JSON.stringify(value)}`];
}

export function oneOf(allowed: readonly unknown[]): Shape {
  return (value, path) =>
    allowed.includes(value)
      ? []
      : [`${path} must be one of ${allowed.join(', ')}, but is ${JSON.stringify(value)}`];
}

export function matching(pattern: RegExp, rule: string): Shape {
  return (value, path) =>
    typeof value === 'string' && pattern.test(value)
      ? []
      : [`${path} must be ${rule}, but is ${JSON.stringify(value)}`];
}

export function listOf(item: Shape): Shape {
  return (value, path) =>
    Array.isArray(value)
      ? value.flatMap((entry, index) => item(entry, `${path}[${index}]`))
      : [`${path} must be a list`];
}

/** An object whose keys are free. */
export function dictionaryOf(item: Shape, key: Shape = aText): Shape {
  return (value, path) =>
    isObject(value)
      ? Object.entries(value).flatMap(([name, entry]) => [
          ...key(name, `the key ${JSON.stringify(name)} in ${path}`),
          ...item(entry, at(path, name)),
        ])
      : [`${path} must be an object`];
}

/** An object with these keys and no others. */
export function objectOf(keys: Readonly<Record<string, Shape>>, required: readonly string[] = []): Shape {
  return (value, path) => {
    if (!isObject(value)) return [`${path === '' ? 'the file' : path} must be an object`];
    const missing = required.filter((key) => !(key in value)).map((key) => `${at(path, key)} is missing`);
    const faults = Object.entries(value).flatMap(([key, entry]) => {
      const shape = keys[key];
      if (shape !== undefined) return shape(entry, at(path, key));
      return [`${at(path, key)} is not a key of a scenario; possible here: ${Object.keys(keys).join(', ')}`];
    });
    return [...missing, ...faults];
  };
}

function at(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
