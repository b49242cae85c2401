import fc from 'fast-check';
import type { Answer } from '../../src/policy/answer';
import { decide } from '../../src/policy/decide';
import { ABSENT, known, type RequestContext } from '../../src/policy/knowledge';
import { parseDocument } from '../../src/policy/parse';
import type { Caller } from '../../src/policy/principals';
import { sessionContext } from '../../src/policy/session-keys';
import { ASSUME_ROLE, evaluateTrust } from '../../src/policy/trust';
import { ACCOUNT, documents, KEYS, UNDECIDED } from '../support/random-trust-policies';

const SOME_SESSION: Caller = { kind: 'session-of', partition: 'aws', accountId: ACCOUNT };

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
