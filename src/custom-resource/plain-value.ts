/** Of one value. A whole event has at most 1 MB when it comes asynchronously, and 6 MB otherwise. */
const MAX_CHARACTERS = 262_144;
const MAX_VALUES = 5_000;
const MAX_DEPTH = 16;

/** What stands in the place of a value that is not read, and why. */
export class Unreadable {
  /** Continues a sentence that begins with the name of the value: `is nested ...`. */
  constructor(readonly problem: string) {}
}

/**
 * A copy of `value` that is plain data within bounds, whatever `value` is: nothing that is done with it later can run
 * code of the event's, recurse without end or take long. Never throws.
 */
export function plainValue(value: unknown): unknown {
  const left = { characters: MAX_CHARACTERS, values: MAX_VALUES };
  try {
    return copy(value, 0, left);
  } catch (error) {
    return error instanceof Refusal ? new Unreadable(error.message) : new Unreadable('cannot be read');
  }
}

class Refusal extends Error {}

interface Budget {
  characters: number;
  values: number;
}

function copy(value: unknown, depth: number, left: Budget): unknown {
  switch (typeof value) {
    case 'string':
      spendCharacters(left, value.length);
      return value;
    case 'number':
    case 'boolean':
    case 'undefined':
      return value;
    case 'object':
      return value === null ? null : copyObject(value, depth, left);
    default:
      throw new Refusal('is not JSON');
  }
}

function copyObject(value: object, depth: number, left: Budget): unknown {
  if (depth >= MAX_DEPTH) throw new Refusal(`is nested more than ${MAX_DEPTH} levels deep`);
  if (Array.isArray(value)) {
    spendValues(left, value.length);
    return Array.from(value, (entry) => copy(entry, depth + 1, left));
  }
  const names = Object.keys(value);
  spendValues(left, names.length);
  return Object.fromEntries(
    names.map((name) => {
      spendCharacters(left, name.length);
      return [name, copy((value as Readonly<Record<string, unknown>>)[name], depth + 1, left)];
    }),
  );
}

function spendValues(left: Budget, values: number): void {
  left.values -= values;
  if (left.values < 0) throw new Refusal(`holds more than ${MAX_VALUES} values`);
}

function spendCharacters(left: Budget, characters: number): void {
  left.characters -= characters;
  if (left.characters < 0) throw new Refusal(`holds more than ${MAX_CHARACTERS} characters`);
}
