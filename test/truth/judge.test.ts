import type { CheckResult, RegionResult, Report } from '../../src/report/report';
import { liesOf, statusOf, wordOf } from './judge';
import type { Truth } from './truth';

const WORKING: Truth = {
  regions: [{ region: 'eu-west-1', assumeRefused: null, callsRefused: [] }],
  lacking: [],
  isTrusted: true,
  opensTo: [],
  letsInStrangers: false,
};
const SHUT: Truth = {
  ...WORKING,
  regions: [{ region: 'eu-west-1', assumeRefused: 'AccessDenied', callsRefused: [] }],
};
const PARTLY: Truth = {
  ...WORKING,
  regions: [{ region: 'eu-west-1', assumeRefused: null, callsRefused: ['ec2:DescribeInstances'] }],
};
const OPEN: Truth = { ...WORKING, opensTo: [''] };

const region = (status: RegionResult['status'], cause: string | null = null): RegionResult => ({
  region: 'eu-west-1',
  status,
  cause,
  message: null,
  latencyMs: 1,
});
const check = (id: string, status: CheckResult['status'], summary = ''): CheckResult => ({
  id,
  status,
  summary,
  evidence: [],
  remedy: [],
});

function said(
  status: Report['status'],
  found: RegionResult = region('ok'),
  ...checks: readonly CheckResult[]
): { report: Report; error: string } {
  const report: Report = {
    schemaVersion: 1,
    generatedAt: '',
    accountId: '',
    partition: 'aws',
    roleName: '',
    roleArn: '',
    datadogSite: '',
    status,
    checks,
    regions: [found],
    drift: [],
  };
  return { report, error: '' };
}

const kinds = (what: ReturnType<typeof said>, truth: Truth) => liesOf(what, truth).map(({ kind }) => kind);

test('a situation has one word for how it is', () => {
  expect([WORKING, OPEN, PARTLY, SHUT].map(wordOf)).toEqual(['works', 'open', 'refused in part', 'refused']);
});

test.each([
  ['healthy', WORKING, []],
  ['healthy', SHUT, ['healthy but refused', 'region ok but refused']],
  ['healthy', PARTLY, ['healthy but refused']],
  ['healthy', OPEN, ['healthy but refused']],
  ['degraded', PARTLY, []],
  ['failing', PARTLY, []],
  ['failing', OPEN, []],
  ['failing', WORKING, ['failing but working']],
  ['unknown', WORKING, []],
] as const)('%s is held against the truth', (status, truth, expected) => {
  expect(kinds(said(status), truth)).toEqual(expected);
});

test('that nothing can be said is an honest answer', () => {
  const nothing = { report: null, error: 'RecordsUnavailable' };
  expect(statusOf(nothing)).toBe('unknown');
  expect(liesOf(nothing, SHUT)).toEqual([]);
});

describe('a region', () => {
  test('that is ok, though Datadog is refused there, is a lie', () => {
    expect(kinds(said('unknown'), SHUT)).toEqual(['region ok but refused']);
  });

  test.each([check('trust-principal', 'fail'), check('any', 'unknown', 'Not tried in eu-west-1.')])(
    'is none where a check tells so: $id',
    (telling) => {
      expect(kinds(said('unknown', region('ok'), telling), SHUT)).toEqual([]);
    },
  );

  test('that is blocked, though Datadog works there, is a lie where the check on regions fails', () => {
    const blocked = region('assume-role-denied', 'scp_explicit_deny');
    for (const summary of ['Kept out of eu-west-1.', 'Kept out of every region.'])
      expect(kinds(said('degraded', blocked, check('regions', 'fail', summary)), WORKING)).toEqual([
        'region blocked but working',
      ]);
    const other = check('regions', 'fail', 'Kept out of us-east-1.');
    expect(kinds(said('degraded', blocked, other), WORKING)).toEqual([]);
    expect(kinds(said('unknown', blocked, check('regions', 'unknown')), WORKING)).toEqual([]);
  });
});

describe('a check', () => {
  const trust = ['trust-principal', 'external-id', 'trust-no-deny'].map((id) => check(id, 'pass'));

  test('on the trust policy is a lie where all that are about it pass, and it refuses', () => {
    const refusing = { ...WORKING, isTrusted: false };
    expect(kinds(said('unknown', region('ok'), ...trust), refusing)).toEqual(['trust passes but refuses']);
    expect(kinds(said('unknown', region('ok'), ...trust.slice(1)), refusing)).toEqual([]);
    expect(kinds(said('unknown', region('ok'), ...trust), WORKING)).toEqual([]);
  });

  test('on whom the trust policy names is a lie where it passes, and strangers come in', () => {
    const open = { ...WORKING, letsInStrangers: true };
    expect(kinds(said('unknown', region('ok'), ...trust), open)).toEqual(['trust-principal passes']);
  });

  test('on the regions is a lie where it passes, and sessions of the role are refused what the probe does', () => {
    const refused = (action: string) => ({
      ...WORKING,
      regions: [{ region: 'eu-west-1', assumeRefused: null, callsRefused: [action] }],
    });
    const passing = said('degraded', region('session-denied'), check('regions', 'pass'));
    expect(kinds(passing, refused('cloudwatch:ListMetrics'))).toEqual(['regions passes']);
    // Of other services, other checks tell.
    expect(kinds(passing, refused('ec2:DescribeInstances'))).toEqual([]);
  });

  test('that passes or fails against what it asks is a lie', () => {
    expect(kinds(said('unknown', region('ok'), check('external-id-enforced', 'pass')), OPEN)).toEqual([
      'external-id-enforced passes',
    ]);
    expect(kinds(said('degraded', region('ok'), check('boundary-allows', 'fail')), WORKING)).toEqual([
      'boundary-allows fails',
    ]);
    expect(kinds(said('degraded', region('ok'), check('drift-tags', 'fail')), WORKING)).toEqual([]);
  });
});
