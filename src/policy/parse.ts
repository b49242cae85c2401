import type { Effect, PolicyDocument, RawPolicyDocument, Statement } from './document';

/** A text or object that is not an IAM policy document; the message says where and why. */
export class InvalidPolicyDocument extends Error {
  override readonly name = 'InvalidPolicyDocument';
}

export interface ParsedPrincipal {
  /** `AWS`, `Service`, `Federated` or `CanonicalUser`. */
  readonly type: string;
  /** An ARN, account id, service name, unique id or `*`. */
  readonly id: string;
}

export interface ParsedCondition {
  /** As written, for example `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  readonly key: string;
  /** Numbers and booleans as their text, which is how IAM compares them. */
  readonly values: readonly string[];
}

/** A statement with every shorthand written out: lists are lists, `"*"` is `{ "AWS": "*" }`, an empty Sid is none. */
export interface ParsedStatement {
  readonly sid: string | undefined;
  readonly effect: Effect;
  readonly principals: readonly ParsedPrincipal[] | undefined;
  readonly notPrincipals: readonly ParsedPrincipal[] | undefined;
  readonly actions: readonly string[] | undefined;
  readonly notActions: readonly string[] | undefined;
  readonly resources: readonly string[] | undefined;
  readonly notResources: readonly string[] | undefined;
  readonly conditions: readonly ParsedCondition[];
  /** Elements outside IAM's grammar, as they are: whoever cannot evaluate them can at least see that they are there. */
  readonly unknown: Readonly<Record<string, unknown>>;
}

export interface ParsedDocument {
  readonly version: string;
  readonly id: string | undefined;
  readonly statements: readonly ParsedStatement[];
  readonly unknown: Readonly<Record<string, unknown>>;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html */
const VERSION_WHEN_ABSENT = '2008-10-17';

const DOCUMENT_ELEMENTS: readonly (keyof PolicyDocument)[] = ['Version', 'Id', 'Statement'];
const STATEMENT_ELEMENTS: readonly (keyof Statement)[] = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/**
 * Reads a policy document: JSON text, the URL-encoded JSON text that IAM returns, or the object itself.
 * Throws `InvalidPolicyDocument` when it is none of these, or when an element is of the wrong type.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parseDocument(document: RawPolicyDocument): ParsedDocument {
  const root = object(typeof document === 'string' ? parseJson(document) : document, 'the policy document');
  return {
    version: text(root['Version'], 'Version') ?? VERSION_WHEN_ABSENT,
    id: text(root['Id'], 'Id'),
    statements: list(root['Statement'] ?? []).map((statement, index) =>
      parseStatement(statement, `statement ${index + 1}`),
    ),
    unknown: without(root, DOCUMENT_ELEMENTS),
  };
}

function parseJson(written: string): unknown {
  const trimmed = written.trim();
  try {
    return JSON.parse(trimmed.startsWith('%') ? decodeURIComponent(trimmed) : trimmed);
  } catch (cause) {
    throw new InvalidPolicyDocument(
      `the policy document is not JSON, plain or URL-encoded: it starts with ${JSON.stringify(trimmed.slice(0, 40))}`,
      { cause },
    );
  }
}

function parseStatement(value: unknown, where: string): ParsedStatement {
  const statement = object(value, where);
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny')
    throw mismatch(`${where}: Effect`, '"Allow" or "Deny"', effect);
  const texts = (element: string) => optionalTexts(statement[element], `${where}: ${element}`);
  const principals = (element: string) => parsePrincipals(statement[element], `${where}: ${element}`);
  return {
    sid: text(statement['Sid'], `${where}: Sid`) || undefined,
    effect,
    principals: principals('Principal'),
    notPrincipals: principals('NotPrincipal'),
    actions: texts('Action'),
    notActions: texts('NotAction'),
    resources: texts('Resource'),
    notResources: texts('NotResource'),
    conditions: parseConditions(statement['Condition'] ?? {}, `${where}: Condition`),
    unknown: without(statement, STATEMENT_ELEMENTS),
  };
}

function parsePrincipals(value: unknown, where: string): readonly ParsedPrincipal[] | undefined {
  if (value === undefined) return undefined;
  if (value === '*') return [{ type: 'AWS', id: '*' }];
  return Object.entries(object(value, where)).flatMap(([type, ids]) =>
    texts(ids, `${where}: ${type}`).map((id) => ({ type, id })),
  );
}

function parseConditions(value: unknown, where: string): readonly ParsedCondition[] {
  return Object.entries(object(value, where)).flatMap(([operator, keys]) =>
    Object.entries(object(keys, `${where}: ${operator}`)).map(([key, values]) => ({
      operator,
      key,
      values: list(values).map((one) => conditionValue(one, `${where}: ${operator}: ${key}`)),
    })),
  );
}

function conditionValue(value: unknown, where: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  throw mismatch(where, 'a string, a number, a boolean or a list of these', value);
}

function optionalTexts(value: unknown, where: string): readonly string[] | undefined {
  return value === undefined ? undefined : texts(value, where);
}

function texts(value: unknown, where: string): readonly string[] {
  return list(value).map((one) => {
    if (typeof one === 'string') return one;
    throw mismatch(where, 'a string or a list of strings', one);
  });
}

function text(value: unknown, where: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw mismatch(where, 'a string', value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function object(value: unknown, where: string): Record<string, unknown> {
  if (isObject(value)) return value;
  throw mismatch(where, 'a JSON object', value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function without(value: Record<string, unknown>, known: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([element]) => !known.includes(element)));
}

function mismatch(where: string, expected: string, actual: unknown): InvalidPolicyDocument {
  const found = actual === undefined ? 'it is missing' : `it is ${JSON.stringify(actual)}`;
  return new InvalidPolicyDocument(`${where} must be ${expected}, but ${found}`);
}
