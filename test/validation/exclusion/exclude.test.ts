import type { DatadogAccess } from '../../../src/datadog-api/access';
import type { RegisteredAccount } from '../../../src/datadog-api/account';
import { DatadogApiError } from '../../../src/datadog-api/errors';
import type { ApiRequest } from '../../../src/datadog-api/send';
import type { RegionResult, Report } from '../../../src/report/report';
import { NOTHING_BLOCKED, readBlockedRegions } from '../../../src/state/blocked-regions';
import { registrationParameterName } from '../../../src/state/registration';
import { type Exclusion, exclude, excludeBlockedRegions } from '../../../src/validation/exclusion/exclude';
import { memoryParameters } from '../../support/memory-parameters';
import { startInvocation } from '../../support/passing-time';

const ENABLED = ['eu-west-1', 'sa-east-1', 'us-east-1'];
const ROLE = 'DatadogIntegrationRole';
const CONFIG_ID = '11111111-2222-4333-8444-555555555555';
const OWNER = {
  stackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/datadog/00000000-0000-4000-8000-000000000000',
  logicalId: 'DatadogAccount',
};

const { context } = startInvocation();

/** Datadog with one registration, which a stack of the account has made. */
function side() {
  const { store, parameters } = memoryParameters();
  const spec = {
    partition: 'aws',
    accountId: '123456789012',
    datadogSite: 'datadoghq.com',
    settings: { RoleName: ROLE },
    existingRegistration: 'Fail',
  };
  const record = {
    schemaVersion: 1,
    owner: OWNER,
    spec,
    configId: CONFIG_ID,
    before: {},
    earlierConfigIds: [],
  };
  parameters.set(registrationParameterName(OWNER), { text: JSON.stringify(record), version: 1 });
  let regions: object = { include_all: true };
  const datadog = { answers: true, requests: 0 };
  const access = {
    open: () => ({
      site: 'datadoghq.com',
      ask: async ({ method, path, body }: ApiRequest) => {
        datadog.requests++;
        if (!datadog.answers)
          throw new DatadogApiError({ method, path, site: 'datadoghq.com' }, 'is out.', 503);
        regions = (body as { data: { attributes: { aws_regions: object } } }).data.attributes.aws_regions;
        return { data: account() };
      },
    }),
  } as unknown as DatadogAccess;
  const account = () =>
    ({
      id: CONFIG_ID,
      attributes: {
        aws_account_id: '123456789012',
        auth_config: { role_name: ROLE },
        account_tags: [],
        aws_regions: regions,
      },
    }) as unknown as RegisteredAccount;
  const run = async (...blocked: string[]) => {
    const facts = {
      report: reportOf(blocked),
      regionList: { enabled: ENABLED, disabled: [], failure: null },
    };
    const about = { ok: true, site: 'datadoghq.com', accounts: [account()], reported: {} } as const;
    const exclusion: Exclusion = {
      store,
      access,
      mode: 'Apply',
      account: account(),
      facts: { ...facts, datadog: about },
    };
    await exclude(exclusion, context).catch(() => undefined);
    return regions;
  };
  return { run, access, account, datadog, kept: () => readBlockedRegions(store, ROLE) };
}

function reportOf(blocked: readonly string[], roleName = ROLE): Report {
  const regions = ENABLED.map(
    (region): RegionResult => ({
      region,
      status: blocked.includes(region) ? 'session-denied' : 'ok',
      cause: blocked.includes(region) ? 'scp_explicit_deny' : null,
      message: null,
      latencyMs: 1,
    }),
  );
  const roleArn = `arn:aws:iam::123456789012:role/${roleName}`;
  const about = { roleName, roleArn, datadogSite: 'datadoghq.com', generatedAt: '2026-11-28T00:00:00.000Z' };
  return { ...about, regions } as unknown as Report;
}

const WITHOUT_SAO_PAULO = { include_only: ['eu-west-1', 'us-east-1'] };

test('a region that Datadog did not take back is put back by the next run', async () => {
  const { run, datadog, kept } = side();
  for (const _ of [1, 2, 3]) await run('sa-east-1');
  datadog.answers = false;
  expect(await run()).toEqual(WITHOUT_SAO_PAULO);

  datadog.answers = true;
  expect(await run()).toEqual({ include_all: true });
  expect(await kept()).toEqual(NOTHING_BLOCKED);
});

test('one that Datadog did not let go is taken out by the next run, and in the end Datadog asks in all regions again', async () => {
  const { run, datadog } = side();
  for (const _ of [1, 2, 3]) await run('sa-east-1');
  datadog.answers = false;
  for (const _ of [1, 2, 3]) await run('sa-east-1', 'eu-west-1');
  datadog.answers = true;
  expect(await run('sa-east-1', 'eu-west-1')).toEqual({ include_only: ['us-east-1'] });

  expect(await run()).toEqual({ include_all: true });
});

test('the regions of one role change nothing about the registration of another', async () => {
  const { access, account, datadog } = side();
  const clients = new Proxy(
    {},
    { get: () => ({ send: () => Promise.reject(new Error('not to be asked')) }) },
  );
  const warnings: unknown[] = [];
  const log = { ...context.log, warn: (...said: unknown[]) => warnings.push(said) };
  await excludeBlockedRegions(
    { clients, datadog: access } as never,
    'Apply',
    {
      report: reportOf(['sa-east-1'], 'DatadogIntegrationRole2'),
      datadog: { ok: true, site: 'datadoghq.com', accounts: [account()], reported: {} },
      regionList: { enabled: ENABLED, disabled: [], failure: null },
    },
    { ...context, log },
  );
  expect(warnings).toEqual([]);
  expect(datadog.requests).toBe(0);
});
