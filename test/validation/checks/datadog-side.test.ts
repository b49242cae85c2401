import type { RegisteredAccount } from '../../../src/datadog-api/account';
import type { DatadogSide } from '../../../src/validation/datadog-side';
import { ACCOUNT, recordOf, situation } from '../../support/validation/situations';
import { idsWith, verdictOf } from '../../support/validation/verdicts';

const ID = '0b1c2d3e-0000-4000-8000-00000000abcd';
const record = recordOf();
const { roleName, externalId, datadogSite: site } = record.spec;

function registered(changes: Partial<RegisteredAccount['attributes']> = {}): RegisteredAccount {
  return {
    id: ID,
    attributes: {
      aws_account_id: ACCOUNT,
      aws_partition: 'aws',
      auth_config: { role_name: roleName, external_id: externalId },
      account_tags: [],
      aws_regions: { include_all: true },
      ...changes,
    },
  };
}

/** An integration of which Datadog says this. */
function asked(accounts: readonly RegisteredAccount[], errors?: readonly string[], properties = {}) {
  const datadog: DatadogSide = {
    ok: true,
    site,
    accounts,
    reported: errors === undefined ? {} : { [ID]: errors },
  };
  return situation(recordOf(properties), { datadog });
}

const DATADOG = ['datadog-registered', 'datadog-role-name', 'datadog-external-id', 'datadog-regions'];

test('where nobody has keys, Datadog is in no report', () => {
  expect(idsWith('unknown', situation()).filter((id) => id.startsWith('datadog-'))).toEqual([]);
  expect(idsWith('pass', situation()).filter((id) => id.startsWith('datadog-'))).toEqual([]);
});

test('where Datadog could not be asked, everything about it is unknown, with the reason', () => {
  const silent = situation(record, { datadog: { ok: false, site, problem: 'The API key is not valid.' } });
  expect(idsWith('unknown', silent)).toEqual(expect.arrayContaining(DATADOG));
  expect(verdictOf('datadog-registered', silent).evidence).toEqual(['The API key is not valid.']);
});

test('both sides agree', () => {
  expect(idsWith('pass', asked([registered()], []))).toEqual(
    expect.arrayContaining([...DATADOG, 'datadog-reports']),
  );
});

test('an account that is not registered, or with access keys alone, is told from one with another role', () => {
  expect(verdictOf('datadog-registered', asked([]))).toMatchObject({
    status: 'fail',
    summary: 'The account is not registered in Datadog.',
  });
  const keys = registered({ auth_config: { access_key_id: 'AKIAEXAMPLE' } });
  expect(verdictOf('datadog-registered', asked([keys]))).toMatchObject({
    status: 'fail',
    summary: 'The account is registered in Datadog, but not with this role.',
    evidence: [expect.stringContaining('access keys')],
  });
  const [one, two] = ['First', 'Second'].map((role_name) =>
    registered({ auth_config: { role_name, external_id: externalId } }),
  );
  const several = asked([one, two].filter((account) => account !== undefined));
  expect(verdictOf('datadog-registered', several).status).toBe('fail');
  expect(verdictOf('datadog-external-id', several).status).toBe('unknown');
});

test('a role under a path has to be entered with it; a slash before it does no harm', () => {
  const inPath = { Path: '/monitoring/' };
  const bare = asked([registered()], undefined, inPath);
  expect(verdictOf('datadog-role-name', bare)).toMatchObject({
    status: 'fail',
    evidence: expect.arrayContaining([expect.stringContaining('The path is missing')]),
  });
  const withSlash = registered({
    auth_config: { role_name: `/monitoring/${roleName}`, external_id: externalId },
  });
  expect(verdictOf('datadog-role-name', asked([withSlash], undefined, inPath)).status).toBe('pass');
});

test('the regions that Datadog is to ask in are held against the property, and no command has anything of Datadog’s in it', () => {
  const Regions = ['eu-west-1', 'us-east-1'];
  const elsewhere = registered({ aws_regions: { include_only: ['sa-east-1', 'us-east-1'] } });
  const { status, evidence, remedy } = verdictOf(
    'datadog-regions',
    asked([elsewhere], undefined, { Regions }),
  );
  expect(status).toBe('warn');
  expect(evidence.join(' ')).toMatch(/No data comes from eu-west-1.*in vain in sa-east-1/);
  expect(remedy.find((step) => step.startsWith('curl '))).toContain(
    '"aws_regions":{"include_only":["eu-west-1","us-east-1"]}',
  );
  const strange = { ...elsewhere, id: "'; rm -rf ~ #" };
  const { remedy: withoutCommand } = verdictOf('datadog-regions', asked([strange], undefined, { Regions }));
  expect(withoutCommand.filter((step) => step.startsWith('curl '))).toEqual([]);
  expect(verdictOf('datadog-regions', asked([elsewhere])).status).toBe('pass');
});

const NOT_AUTHORIZED =
  'Datadog is not authorized to perform action sts:AssumeRole \nRegions affected: every region \nError was last seen';
test.each([
  ['14m ago', 'warn'],
  ['59m ago', 'warn'],
  ['60m ago', 'pass'],
  ['3h ago', 'pass'],
  ['a moment ago', 'warn'],
])('an error of Datadog’s that was last seen %s is a %s', (ago, status) => {
  const verdict = verdictOf('datadog-reports', asked([registered()], [`${NOT_AUTHORIZED} ${ago}`]));
  expect(verdict.status).toBe(status);
  expect(verdict.evidence.join()).toContain('Regions affected: every region; Error was last seen');
});
