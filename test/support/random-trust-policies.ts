import fc from 'fast-check';
import { type KeyKnowledge, maybeSent, someValue } from '../../src/policy/knowledge';

/*
 * Random trust policies over condition keys of which not all is known, and what such a key may really be.
 */

export const ACCOUNT = '464622532012';
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const ROLES = [`arn:aws:iam::${ACCOUNT}:role/dd-crawler`, `arn:aws:iam::${ACCOUNT}:role/ops`];
const variable = (key: string) => `\${${key}}`;

/** A condition key whose values are not known, with some that it may have; null stands for its absence. */
interface Undecided {
  readonly knowledge: KeyKnowledge;
  readonly values: readonly (readonly string[] | null)[];
}

export const UNDECIDED: Readonly<Record<string, Undecided>> = {
  'aws:PrincipalArn': {
    knowledge: someValue(`arn:aws:iam::${ACCOUNT}:role/*`),
    values: ROLES.map((arn) => [arn]),
  },
  'aws:RequestedRegion': { knowledge: someValue(), values: [['eu-west-1'], ['us-east-1']] },
  'aws:SourceIp': { knowledge: maybeSent(), values: [null, ['10.0.0.1'], ['203.0.113.7'], ['::1']] },
  'aws:CurrentTime': { knowledge: someValue(), values: [['2026-06-01T00:00:00Z'], ['2020-01-01T00:00:00Z']] },
  'aws:MultiFactorAuthAge': { knowledge: maybeSent(), values: [null, ['10'], ['99']] },
  'aws:PrincipalOrgID': { knowledge: maybeSent('o-*', ['o-mine']), values: [null, ['o-theirs'], ['o-Mine']] },
  'aws:PrincipalTag/team': { knowledge: maybeSent(), values: [null, ['ops'], ['OPS'], ['*']] },
  'aws:PrincipalOrgPaths': {
    knowledge: maybeSent('o-*/*'),
    values: [null, ['o-theirs/r'], ['o-theirs/r', 'o-mine/r']],
  },
  'sts:ExternalId': {
    knowledge: maybeSent('*', ['right', '12']),
    values: [null, ['wrong'], ['RIGHT'], ['right-not']],
  },
};
export const KEYS = Object.keys(UNDECIDED);
const VALUES = [
  ...KEYS.flatMap((key) => UNDECIDED[key]?.values.flatMap((listed) => listed ?? []) ?? []),
  ...['right', 'rig*', '*', 'o-mine', 'o-*', '12', '10.0.0.0/8', '0.0.0.0/0', 'true', 'false', 'x'],
  ...[
    ROOT,
    `arn:aws:iam::${ACCOUNT}:*`,
    `arn:aws:iam::${ACCOUNT}:role/*`,
    'arn:*:role/dd-*',
    'arn:aws:iam::*:role/?*',
  ],
  ...KEYS.map(variable),
  `${variable('aws:PrincipalTag/team')}*`,
  variable("aws:PrincipalTag/team, 'none'"),
  variable('aws:nothing'),
  variable('*'),
];
const BASES = [
  'String',
  'StringNot',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
  'ArnLike',
  'ArnNotLike',
  'ArnEquals',
  'ArnNotEquals',
  'IpAddress',
  'NotIpAddress',
  'NumericEquals',
  'NumericLessThan',
  'DateGreaterThan',
  'DateNotEquals',
  'Bool',
  'Null',
].map((base) => (base === 'String' || base === 'StringNot' ? `${base}Equals` : base));

const conditions = fc.record({
  operator: fc
    .tuple(
      fc.constantFrom('', '', 'ForAnyValue:', 'ForAllValues:'),
      fc.constantFrom(...BASES),
      fc.constantFrom('', '', 'IfExists'),
    )
    .map(([quantifier, base, ifExists]) => (base === 'Null' ? base : quantifier + base + ifExists)),
  key: fc.constantFrom(...KEYS),
  values: fc.array(fc.constantFrom(...VALUES), { minLength: 1, maxLength: 2 }),
});
const principals = fc.array(
  fc.constantFrom(
    '*',
    ROOT,
    ACCOUNT,
    ...ROLES,
    'arn:aws:iam::999988887777:root',
    `arn:aws:iam::${ACCOUNT}:user/u`,
    `arn:aws:sts::${ACCOUNT}:assumed-role/ops/s`,
  ),
  { minLength: 1, maxLength: 3 },
);
/** Of two conditions on one key by one operator the last one stays, as in any JSON object. */
function conditionElement(all: readonly { operator: string; key: string; values: readonly string[] }[]) {
  const element: Record<string, Record<string, readonly string[]>> = {};
  for (const { operator, key, values } of all) element[operator] = { ...element[operator], [key]: values };
  return element;
}

const statements = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    element: fc.constantFrom('Principal', 'Principal', 'NotPrincipal'),
    principals,
    Action: fc.constantFrom('sts:AssumeRole', 'sts:*', 'sts:TagSession'),
    conditions: fc.array(conditions, { maxLength: 2 }),
  })
  .map(({ Effect, element, principals: AWS, Action, conditions: all }) => ({
    Effect,
    [element]: { AWS },
    Action,
    Condition: conditionElement(all),
  }));
export const documents = fc
  .array(statements, { minLength: 1, maxLength: 3 })
  .map((Statement) => ({ Version: '2012-10-17', Statement }));
