import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KeyKnowledge, known } from '../../src/policy/knowledge';
import { patternText } from '../../src/policy/patterns';
import {
  SESSION_KEYS,
  type SessionKey,
  type SessionRequest,
  sessionContext,
  sessionKeyOf,
} from '../../src/policy/session-keys';

const request = {
  caller: { partition: 'aws-us-gov', accountId: '065115117704' },
  externalId: known('id'),
  region: 'us-gov-west-1',
  now: Date.parse('2026-06-01T12:00:00.900Z'),
  role: { accountId: '123456789012', tags: { Team: 'obs' } },
};

/** As a table of them says it: the values, `absent`, or the look of what is sent always or sometimes. */
function shown(key: string, of = request as Parameters<typeof sessionContext>[0]): string {
  const knowledge = sessionContext(of)(key);
  if (knowledge.kind === 'known') return knowledge.values.join() || 'absent';
  return `${knowledge.isAlwaysSent ? 'some' : 'maybe'} ${patternText(knowledge.form)}`;
}

describe('of a session of a role that wants to assume a role it is known', () => {
  test.each([
    ['aws:PrincipalAccount', '065115117704'],
    ['AWS:principalaccount', '065115117704'],
    ['aws:PrincipalArn', 'some arn:aws-us-gov:iam::065115117704:role/*'],
    ['aws:PrincipalType', 'AssumedRole'],
    ['aws:PrincipalIsAWSService', 'false'],
    ['aws:PrincipalServiceName', 'absent'],
    ['aws:PrincipalOrgID', 'maybe o-*'],
    ['aws:PrincipalTag/team', 'maybe *'],
    ['aws:userid', 'some AROA*:*'],
    ['aws:username', 'absent'],
    ['aws:TokenIssueTime', 'some *'],
    ['aws:MultiFactorAuthPresent', 'maybe *'],
    ['aws:SourceIdentity', 'absent'],
    ['aws:SourceIp', 'maybe *'],
    ['aws:SourceVpce', 'maybe vpce-*'],
    ['aws:ResourceAccount', '123456789012'],
    ['aws:ResourceTag/Team', 'obs'],
    ['iam:ResourceTag/team', 'obs'],
    ['aws:ResourceTag/other', 'absent'],
    ['aws:RequestedRegion', 'us-gov-west-1'],
    ['aws:CurrentTime', '2026-06-01T12:00:00.900Z'],
    ['aws:EpochTime', '1780315200'],
    ['aws:SecureTransport', 'true'],
    ['aws:UserAgent', 'some *'],
    ['aws:ViaAWSService', 'false'],
    ['aws:CalledVia', 'absent'],
    ['aws:SourceArn', 'absent'],
    ['aws:RequestTag/team', 'absent'],
    ['aws:TagKeys', 'absent'],
    ['sts:ExternalId', 'id'],
    ['sts:RoleSessionName', 'some *'],
    ['sts:DurationSeconds', 'absent'],
    ['aws:CalledViaSomethingNew', 'maybe *'],
    ['new:Key', 'maybe *'],
  ])('%s: %s', (key, expected) => {
    expect(shown(key)).toBe(expected);
  });

  test('neither where nor when, unless that is said', () => {
    const anywhere = { ...request, region: null, now: null };

    const keys = ['aws:RequestedRegion', 'aws:CurrentTime', 'aws:EpochTime'];
    expect(keys.map((key) => shown(key, anywhere))).toEqual(['some *', 'some *', 'some *']);
  });
});

describe('each condition key', () => {
  test('is listed once', () => {
    const names = SESSION_KEYS.map(({ key }) => key.toLowerCase());

    expect(new Set(names).size).toBe(names.length);
    expect(sessionKeyOf('aws:principaltag/x')?.key).toBe('aws:PrincipalTag/');
    expect(sessionKeyOf('aws:PrincipalTags')).toBeUndefined();
  });

  test('rests on a page of the IAM user guide', () => {
    const guide = /^https:\/\/docs\.aws\.amazon\.com\/IAM\/latest\/UserGuide\/[\w-]+\.html(#[\w-]+)?$/;
    for (const { page, why } of SESSION_KEYS) {
      expect(page).toMatch(guide);
      expect(why).toMatch(/\.$/);
    }
    expect(sessionKeyOf('aws:PrincipalTag/x')?.page).toMatch(/#condition-keys-principaltag$/);
    expect(sessionKeyOf('aws:SourceIp')?.page).toMatch(/#condition-keys-sourceip$/);
  });

  test('stands in the table of docs/validator.md, with what is known of it, and why', () => {
    const text = readFileSync(join(__dirname, '../../docs/validator.md'), 'utf8');

    for (const listed of SESSION_KEYS) expect(text).toContain(rowOf(listed));
  });
});

/** A request in the words of the table. */
const IN_WORDS: SessionRequest = {
  caller: { partition: 'PARTITION', accountId: 'DATADOG' },
  externalId: known('that of the integration'),
  region: 'asked region by region',
  now: 0,
  role: { accountId: "the role's own", tags: { tag: "the role's" } },
};
const NOW = ['1970-01-01T00:00:00.000Z', '0'];

function rowOf({ key, page, knowledge, why }: SessionKey): string {
  const isForMany = key.endsWith('/');
  const found = knowledge(IN_WORDS, isForMany ? `${key}tag` : key);
  return `| [\`${key}${isForMany ? '*' : ''}\`](${page}) | ${inWords(found)} | ${why} |`;
}

function inWords(knowledge: KeyKnowledge): string {
  if (knowledge.kind === 'known') {
    const [value] = knowledge.values;
    return value === undefined ? 'absent' : `known: ${NOW.includes(value) ? 'now' : value}`;
  }
  const form = patternText(knowledge.form);
  return `undecided${knowledge.isAlwaysSent ? '' : ', and whether it is sent'}${form === '*' ? '' : `; like \`${form}\``}`;
}
