import fc from 'fast-check';
import type { Answer } from '../../src/policy/answer';
import { decide } from '../../src/policy/decide';
import {
  ABSENT,
  type KeyKnowledge,
  known,
  maybeSent,
  type RequestContext,
  someValue,
} from '../../src/policy/knowledge';
import { parseDocument } from '../../src/policy/parse';
import type { Caller } from '../../src/policy/principals';
import { sessionContext } from '../../src/policy/session-keys';
import { ASSUME_ROLE, evaluateTrust } from '../../src/policy/trust';

const ACCOUNT = '464622532012';
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const ROLES = [`arn:aws:iam::${ACCOUNT}:role/dd-crawler`, `arn:aws:iam::${ACCOUNT}:role/ops`];
const SOME_SESSION: Caller = { kind: 'session-of', partition: 'aws', accountId: ACCOUNT };
const variable = (key: string) => `\${${key}}`;

/** A condition key whose values are not known, with some that it may have; null stands for its absence. */
interface Undecided {
  readonly knowledge: KeyKnowledge;
  readonly values: readonly (readonly string[] | null)[];
}

const UNDECIDED: Readonly<Record<string, Undecided>> = {
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
const KEYS = Object.keys(UNDECIDED);
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
const documents = fc
  .array(statements, { minLength: 1, maxLength: 3 })
  .map((Statement) => ({ Version: '2012-10-17', Statement }));
/** What every key really is, by its index among the values it may have. */
const worlds = fc.record({
  choices: fc.array(fc.nat(11), { minLength: KEYS.length, maxLength: KEYS.length }),
  isKnown: fc.array(fc.boolean(), { minLength: KEYS.length, maxLength: KEYS.length }),
  isKnownLater: fc.array(fc.boolean(), { minLength: KEYS.length, maxLength: KEYS.length }),
});

function truth(key: string, choices: readonly number[]): readonly string[] {
  const { values } = UNDECIDED[key] ?? { values: [] };
  return values[(choices[KEYS.indexOf(key)] ?? 0) % values.length] ?? [];
}

/** All that is true, as far as it is known. */
function contextOf(choices: readonly number[], isKnown: (index: number) => boolean): RequestContext {
  return (key) => {
    const index = KEYS.findIndex((name) => name.toLowerCase() === key.toLowerCase());
    const name = KEYS[index];
    if (name === undefined) return ABSENT;
    return isKnown(index) ? known(...truth(name, choices)) : (UNDECIDED[name]?.knowledge ?? ABSENT);
  };
}

function answerOf(document: object, caller: Caller, context: RequestContext): Answer['is'] {
  return decide(parseDocument(document), { action: ASSUME_ROLE, caller, context }).answer.is;
}

describe('a decision about a request of which not all is known', () => {
  test('holds whatever the rest turns out to be, and whatever is found out of it', () => {
    fc.assert(
      fc.property(documents, worlds, (document, { choices, isKnown, isKnownLater }) => {
        const before = contextOf(choices, (index) => isKnown[index] === true);
        const later = contextOf(choices, (index) => isKnown[index] === true || isKnownLater[index] === true);
        const [arn = ''] = truth('aws:PrincipalArn', choices);
        const caller: Caller = {
          kind: 'exact',
          arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${arn.split('/')[1]}/s`,
        };
        const really = answerOf(
          document,
          caller,
          contextOf(choices, () => true),
        );

        const [first, second] = [before, later].map((context) => answerOf(document, SOME_SESSION, context));

        expect(['yes', 'no']).toContain(really);
        expect(['depends', really]).toContain(first);
        expect(['depends', really]).toContain(second);
        if (first !== 'depends') expect(second).toBe(first);
      }),
    );
  });

  test('is what IAM answers to each session that it may be about', () => {
    const follow = [
      'aws:PrincipalArn',
      'aws:SourceIp',
      'aws:PrincipalTag/team',
      'aws:PrincipalOrgID',
      'sts:ExternalId',
    ];
    fc.assert(
      fc.property(documents, fc.constantFrom('dd-crawler', 'ops'), (document, role) => {
        // Without these keys IAM's answer is that to a request without the others.
        fc.pre(
          !KEYS.filter((key) => !follow.includes(key)).some((key) => JSON.stringify(document).includes(key)),
        );
        const context = sessionContext({
          caller: { partition: 'aws', accountId: ACCOUNT },
          externalId: known('right'),
          region: null,
          now: null,
          role: { accountId: '123456789012', tags: {} },
        });
        const principalArn = `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/s`;

        const { allowed } = evaluateTrust(document, { principalArn, externalId: 'right' });

        expect(['depends', allowed ? 'yes' : 'no']).toContain(answerOf(document, SOME_SESSION, context));
      }),
    );
  });

  test('names what it depends on, and nothing else', () => {
    fc.assert(
      fc.property(documents, worlds, (document, { choices, isKnown }) => {
        const context = contextOf(choices, (index) => isKnown[index] === true);
        const { answer, decidedBy } = decide(parseDocument(document), {
          action: ASSUME_ROLE,
          caller: SOME_SESSION,
          context,
        });
        const on = answer.is === 'depends' ? answer.on : [];

        const open = KEYS.filter((_, index) => isKnown[index] !== true);
        expect(on.filter((key) => !['aws:PrincipalArn', ...open].includes(key))).toEqual([]);
        expect(on.length > 0).toBe(answer.is === 'depends');
        expect(
          decidedBy.every((one) => one.answer.is === (answer.is === 'depends' ? 'depends' : 'yes')),
        ).toBe(true);
      }),
    );
  });
});
