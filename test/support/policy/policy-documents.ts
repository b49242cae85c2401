import fc from 'fast-check';
import type { PolicyDocument, Statement } from '../../../src/policy/document';

export const KNOWN_ACTIONS = [
  's3:GetObject',
  's3:ListBucket',
  'sts:AssumeRole',
  'sts:TagSession',
  'ec2:DescribeVpcs',
];
const ACTION_PATTERNS = [...KNOWN_ACTIONS, 's3:*', 's3:Get*', '*:?et*', 'sts:?agSession'];
const PRINCIPALS = ['111111111111', '222222222222', 'arn:aws:iam::333333333333:role/reader', '*'];
const RESOURCES = ['*', 'arn:aws:s3:::bucket/*', 'arn:aws:s3:::Bucket/*'];
const CONDITIONS = [
  { StringEquals: { 'sts:ExternalId': ['abc', 'abd'] } },
  { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, StringEquals: { 'sts:ExternalId': ['abc'] } },
  { NumericLessThan: { 'sts:DurationSeconds': '3600' } },
];

const some = (values: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });

/** Documents as IAM would hold them: every shorthand written out, every Sid different. */
export function policyDocuments(): fc.Arbitrary<PolicyDocument & { Statement: Statement[] }> {
  const statement = fc.record({
    Effect: fc.constantFrom('Allow' as const, 'Deny' as const),
    Principal: fc.record({ AWS: some(PRINCIPALS) }),
    Resource: some(RESOURCES),
    Condition: fc.constantFrom(...CONDITIONS),
  });
  const actions = fc.oneof(
    some(ACTION_PATTERNS).map((Action) => ({ Action })),
    some(ACTION_PATTERNS).map((NotAction) => ({ NotAction })),
  );
  const statements = fc.array(fc.tuple(statement, actions), { minLength: 1, maxLength: 3 });
  return statements.map((all) => ({
    Version: '2012-10-17',
    Statement: all.map(([rest, action], index) => ({ Sid: `S${index}`, ...rest, ...action })),
  }));
}

/** The document in other words: lists turned round, repeated or made scalars, letter case changed where it means nothing. */
export function rewrites(
  document: PolicyDocument & { Statement: Statement[] },
  choices: Iterator<number>,
): object {
  const chance = () => Number(choices.next().value) % 2 === 0;
  const reworded = (values: unknown, spell: (value: string) => string): unknown => {
    const texts = [values].flat().map((value) => (chance() ? spell(String(value)) : String(value)));
    const turned = chance() ? texts.toReversed() : texts;
    if (turned.length === 1 && chance()) return turned[0];
    return chance() ? [...turned, ...turned] : turned;
  };
  const asIs = (text: string) => text;
  const asArn = (id: string) => (/^\d+$/.test(id) ? `arn:aws:iam::${id}:root` : id);
  const mapValues = (value: object, change: (key: string, value: unknown) => [string, unknown]) =>
    Object.fromEntries(Object.entries(value).map(([key, inner]) => change(key, inner)));
  const statements = document.Statement.map((statement) =>
    mapValues(statement, (element, value) => {
      if (element.endsWith('Action')) return [element, reworded(value, (text) => text.toUpperCase())];
      if (element === 'Resource') return [element, reworded(value, asIs)];
      if (element === 'Principal')
        return [element, mapValues(Object(value), (type, ids) => [type, reworded(ids, asArn)])];
      if (element !== 'Condition') return [element, value];
      return [
        element,
        mapValues(Object(value), (operator, keys) => [
          operator,
          mapValues(Object(keys), (key, values) => [
            chance() ? key.toUpperCase() : key,
            reworded(values, asIs),
          ]),
        ]),
      ];
    }),
  );
  return { Statement: chance() ? statements.toReversed() : statements, Version: document.Version };
}

/** The document with one thing changed, in every way that this project could ever meet. */
export function mutations(document: PolicyDocument & { Statement: Statement[] }) {
  const at = (index: number, change: (statement: Statement) => Statement): PolicyDocument => ({
    ...document,
    Statement: document.Statement.map((statement, place) =>
      place === index ? change(statement) : statement,
    ),
  });
  const ofStatement = document.Statement.flatMap((_statement, index) => [
    {
      change: 'effect',
      mutant: at(index, (s) => ({ ...s, Effect: s.Effect === 'Allow' ? 'Deny' : 'Allow' })),
    },
    { change: 'sid', mutant: at(index, (s) => ({ ...s, Sid: `${s.Sid}x` })) },
    {
      change: 'wider action',
      mutant: at(index, ({ Action, NotAction, ...s }) => ({
        ...s,
        Action: [...list(Action ?? NotAction), 'iam:*'],
      })),
    },
    {
      change: 'action turned into its opposite',
      mutant: at(index, ({ Action, NotAction, ...s }) =>
        Action === undefined ? { ...s, Action: list(NotAction) } : { ...s, NotAction: list(Action) },
      ),
    },
    { change: 'wider principal', mutant: at(index, (s) => ({ ...s, Principal: more(s.Principal) })) },
    { change: 'no principal', mutant: at(index, ({ Principal, ...s }) => s) },
    {
      change: 'wider resource',
      mutant: at(index, (s) => ({ ...s, Resource: [...list(s.Resource), 'arn:aws:s3:::x'] })),
    },
    { change: 'no condition', mutant: at(index, ({ Condition, ...s }) => s) },
    {
      change: 'stricter condition',
      mutant: at(index, (s) => ({ ...s, Condition: { ...s.Condition, Null: { 'aws:SourceIp': 'false' } } })),
    },
  ]);
  return [
    ...ofStatement,
    { change: 'version', mutant: { ...document, Version: '2008-10-17' } },
    { change: 'one statement less', mutant: { ...document, Statement: document.Statement.slice(1) } },
  ];
}

function list(value: string | readonly string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat();
}

function more(principal: Statement['Principal']): { AWS: string[] } {
  const ids = typeof principal === 'object' ? list(principal['AWS']) : [];
  return { AWS: [...ids, '999999999999'] };
}
