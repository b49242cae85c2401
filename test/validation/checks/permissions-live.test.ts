import { publishedPermissionSets } from '../../../src/datadog/permission-sets';
import type { LiveNews } from '../../../src/state/live-permissions';
import { checks } from '../../../src/validation/checks';
import { type LiveEvidence, newsIn } from '../../../src/validation/live-permissions';
import { situationOf } from '../../../src/validation/situation';
import { evidenceOf, NOW, observedAsDesired, recordOf } from '../../support/validation/situations';
import { verdictOf } from '../../support/validation/verdicts';

const { inlineActions, managedActions } = publishedPermissionSets.Full;

/** What a validator of this release keeps of the published lists with these new actions. */
function news(standard: readonly string[], resourceCollection: readonly string[] = []): LiveNews {
  const live = {
    standard: [...inlineActions, ...standard],
    resourceCollection: [...managedActions, ...resourceCollection],
  };
  return {
    at: NOW - 3_600_000,
    site: 'datadoghq.com',
    leftAway: 0,
    ...newsIn(live, publishedPermissionSets),
  };
}

function verdict(livePermissions: LiveEvidence, properties: Readonly<Record<string, unknown>> = {}) {
  return verdictOf('permissions-live', situationOf(evidenceOf(recordOf(properties), { livePermissions })));
}

const SOURCE = "By the lists of Datadog's API at datadoghq.com of 2026-06-01T11:00:00.000Z.";

test('passes where Datadog lists what this release has', () => {
  expect(verdict({ news: news([]) })).toMatchObject({ status: 'pass', evidence: [SOURCE] });
});

test('warns of what Datadog calls by now and the role is not granted, and grants nothing', () => {
  const { status, summary, evidence, remedy } = verdict({ news: news(['xray:GetGroups', 'dax:ListTags']) });

  expect(status).toBe('warn');
  expect(summary).not.toContain('xray');
  expect(evidence).toEqual(['Not granted: dax:ListTags, xray:GetGroups.', SOURCE]);
  expect(remedy).toEqual([expect.stringContaining('newer release of this project')]);
  expect(remedy.join()).not.toContain('aws ');
});

test('does not take for news what a pattern of the set grants already, or the next larger set', () => {
  const listed = news(['ec2:DescribeNovelties', 'cassandra:Select'], ['ec2:DescribeMore']);

  expect(verdict({ news: listed }, { Permissions: 'Full' }).status).toBe('pass');
  expect(verdict({ news: listed }).evidence).toEqual(['Not granted: cassandra:Select.', SOURCE]);
});

test('asks for actions of resource collection of a role with Full alone', () => {
  const listed = news([], ['dax:ListTags']);

  expect(verdict({ news: listed }).status).toBe('pass');
  expect(verdict({ news: listed }, { Permissions: 'Full' })).toMatchObject({
    status: 'warn',
    evidence: ['Not granted: dax:ListTags.', SOURCE],
  });
});

test('says nothing of what ExcludeActions leaves out', () => {
  const listed = news(['s3:PutBucketPolicy', 'logs:GetQueryResults', 'logs:Get*']);

  expect(verdict({ news: listed }, { ExcludeActions: ['*:Put*', 'logs:*'] }).status).toBe('pass');
  expect(verdict({ news: listed }, { ExcludeActions: ['*:Put*'] }).evidence[0]).toBe(
    'Not granted: logs:Get*, logs:GetQueryResults.',
  );
});

test('does not miss what another policy of the role grants', () => {
  const record = recordOf();
  const observed = observedAsDesired(record);
  const Own = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'xray:*', Resource: '*' }],
  });
  const inlinePolicies = { ...observed.role.inlinePolicies, Own };
  const situation = situationOf({
    ...evidenceOf(record, { livePermissions: { news: news(['xray:GetGroups']) } }),
    observed: { ok: true, value: { ...observed, role: { ...observed.role, inlinePolicies } } },
  });

  expect(verdictOf('permissions-live', situation).status).toBe('pass');
});

describe('where the lists could not be had', () => {
  const problem = "Datadog's API at datadoghq.com did not answer.";

  test.each([
    ['nothing is known', {}],
    ['nothing new was known before', { news: news([]) }],
  ])('and %s, is unknown with the reason', (_, known) => {
    const { status, evidence, remedy } = verdict({ ...known, problem });

    expect(status).toBe('unknown');
    expect(evidence).toContain(`They could not be had just now: ${problem}`);
    expect(remedy).toEqual([expect.stringContaining('next run')]);
  });

  test('keeps warning of what was new before, so that nobody is told that it is over', () => {
    const { status, evidence } = verdict({ news: news(['xray:GetGroups']), problem });

    expect(status).toBe('warn');
    expect(evidence).toEqual([
      'Not granted: xray:GetGroups.',
      SOURCE,
      `They could not be had just now: ${problem}`,
    ]);
  });
});

test('is left out of a report where nobody is to be asked, and never decides whether a role is healthy', () => {
  const check = checks.find(({ id }) => id === 'permissions-live');

  expect(check?.essential).toBe(false);
  expect(check?.isAsked?.(situationOf(evidenceOf()))).toBe(false);
  expect(check?.isAsked?.(situationOf(evidenceOf(recordOf(), { livePermissions: {} })))).toBe(true);
});
