import { TAGS_PER_ROLE } from '../policy/quotas';
import { show } from '../runtime/text';
import { contract, OWN_TAGS } from './contract';
import { type PropertyReader, showValue } from './property-reader';

const { characters, maxEntries, maxKeyCharacters, maxValueCharacters, awsPrefix, ownPrefix } = contract.Tags;
const ALLOWED_CHARACTERS = new RegExp(`^[${characters}]*$`, 'u');

/**
 * Reads `Tags` in the form of AWS::IAM::Role, a list of `{Key, Value}` in any order, or of texts `Key=Value`, which is what a template's
 * parameter can pass on; faults go to the reader.
 */
export function readTags(reader: PropertyReader): Readonly<Record<string, string>> {
  const value = reader.raw('Tags');
  if (value === undefined || value === '') return {};
  if (!Array.isArray(value)) {
    reader.fault(
      'Tags',
      `is ${showValue(value)}; it must be a list of {Key, Value}, or of texts such as "team=platform".`,
    );
    return {};
  }
  if (value.length > maxEntries) {
    reader.fault(
      'Tags',
      `has ${value.length} entries; IAM allows ${TAGS_PER_ROLE} on a role and ${OWN_TAGS} are kept for ownership: remove ${value.length - maxEntries}.`,
    );
    return {};
  }
  const tags = new Map<string, string>();
  const seen = new Set<string>();
  for (const [index, entry] of value.entries()) {
    const at = `Tags[${index}]`;
    const tag = tagOf(entry);
    if (tag === undefined) {
      reader.fault(
        at,
        `is ${showValue(entry)}; it must be {Key, Value} with strings and nothing else, or a text such as "team=platform".`,
      );
      continue;
    }
    const problem = tagProblem(tag.key, tag.value);
    if (problem !== undefined)
      reader.fault(at, `has the key ${show(tag.key)} and the value ${show(tag.value)}; ${problem}`);
    else if (seen.has(tag.key.toLowerCase())) {
      reader.fault(
        at,
        `repeats the key ${show(tag.key)}; IAM does not tell tag keys apart by letter case: keep one of them.`,
      );
    } else tags.set(tag.key, tag.value);
    seen.add(tag.key.toLowerCase());
  }
  return Object.fromEntries([...tags].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function tagOf(entry: unknown): { key: string; value: string } | undefined {
  if (typeof entry === 'string') return tagOfText(entry);
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { Key: key, Value: value = '', ...rest } = entry as { Key?: unknown; Value?: unknown };
  if (!isScalar(key) || !isScalar(value) || Object.keys(rest).length > 0) return undefined;
  return { key: String(key), value: String(value) };
}

/** A key may hold an equals sign itself, but not in this form. */
function tagOfText(text: string): { key: string; value: string } | undefined {
  const end = text.indexOf('=');
  if (end < 0) return undefined;
  return { key: text.slice(0, end).trim(), value: text.slice(end + 1).trim() };
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function tagProblem(key: string, value: string): string | undefined {
  if (key.length < 1 || key.length > maxKeyCharacters) {
    return `the key has ${key.length} characters; 1 to ${maxKeyCharacters} are allowed.`;
  }
  if (value.length > maxValueCharacters) {
    return `the value has ${value.length} characters; at most ${maxValueCharacters} are allowed.`;
  }
  if (!ALLOWED_CHARACTERS.test(key) || !ALLOWED_CHARACTERS.test(value)) {
    return 'letters, digits, blanks and _.:/=+-@ are allowed.';
  }
  if (key.toLowerCase().startsWith(awsPrefix))
    return `keys that begin with ${awsPrefix} are reserved for AWS.`;
  if (key.toLowerCase().startsWith(ownPrefix))
    return `keys that begin with ${ownPrefix} record who owns the role.`;
  return undefined;
}
