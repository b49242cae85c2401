import type { Stack } from '../support/customer-account';
import {
  ACCOUNT_ID,
  byHand,
  type DatadogSide,
  datadogWrites,
  failuresOf,
  openRegisteringCustomer,
  REGISTRATION,
  type RegisteringCustomer,
  registrationRecords,
} from '../support/registration';

/* Every setting of a registration: given, changed, given no longer, and taken back by a rollback. */

type Properties = Readonly<Record<string, unknown>>;

interface Case {
  readonly name: string;
  readonly one: Properties;
  readonly other: Properties;
  /** What Datadog has after the second. */
  readonly has: object;
}

/** As the API calls them. */
const FLAGS = {
  Enabled: 'enabled',
  AutomuteEnabled: 'automute_enabled',
  CollectCustomMetrics: 'collect_custom_metrics',
  CollectCloudWatchAlarms: 'collect_cloudwatch_alarms',
} as const;

const CASES: readonly Case[] = [
  {
    name: 'RoleName',
    one: { RoleName: 'DatadogIntegrationRole' },
    other: { RoleName: '/monitoring/Datadog' },
    has: { auth_config: { role_name: 'monitoring/Datadog' } },
  },
  {
    name: 'AccountTags',
    one: { AccountTags: ['env:prod', 'team:one'] },
    other: { AccountTags: ['env:test'] },
    has: { account_tags: ['env:test'] },
  },
  {
    name: 'Regions',
    one: { Regions: ['us-east-1'] },
    other: { Regions: ['eu-west-1', 'eu-central-1'] },
    has: { aws_regions: { include_only: ['eu-central-1', 'eu-west-1'] } },
  },
  ...(['Enabled', 'AutomuteEnabled', 'CollectCustomMetrics', 'CollectCloudWatchAlarms'] as const).map(
    (flag) => ({
      name: `Metrics.${flag}`,
      one: { Metrics: { [flag]: 'true' } },
      other: { Metrics: { [flag]: 'false' } },
      has: { metrics_config: { [FLAGS[flag]]: false } },
    }),
  ),
  {
    name: 'Metrics.NamespaceFilters',
    one: { Metrics: { NamespaceFilters: { ExcludeOnly: ['AWS/SQS'] } } },
    other: { Metrics: { NamespaceFilters: { IncludeOnly: ['AWS/EC2', 'AWS/ELB'] } } },
    has: { metrics_config: { namespace_filters: { include_only: ['AWS/EC2', 'AWS/ELB'] } } },
  },
  {
    name: 'Metrics.TagFilters',
    one: { Metrics: { TagFilters: [{ Namespace: 'AWS/EC2', Tags: ['datadog:true'] }] } },
    other: { Metrics: { TagFilters: [{ Namespace: 'AWS/ELB', Tags: ['b', 'a'] }] } },
    has: { metrics_config: { tag_filters: [{ namespace: 'AWS/ELB', tags: ['a', 'b'] }] } },
  },
  {
    name: 'Metrics.MetricNameFilters',
    one: { Metrics: { MetricNameFilters: [{ Namespace: 'AWS/EC2', IncludeOnly: ['aws.ec2.cpu*'] }] } },
    other: { Metrics: { MetricNameFilters: [{ Namespace: 'AWS/EC2', ExcludeOnly: ['aws.ec2.disk*'] }] } },
    has: {
      metrics_config: { metric_name_filters: [{ namespace: 'AWS/EC2', exclude_only: ['aws.ec2.disk*'] }] },
    },
  },
  {
    name: 'Resources',
    one: { Resources: { ExtendedCollection: 'true', CloudSecurityPostureManagement: 'true' } },
    other: { Resources: { ExtendedCollection: 'false', CloudSecurityPostureManagement: 'false' } },
    has: {
      resources_config: { extended_collection: false, cloud_security_posture_management_collection: false },
    },
  },
  {
    name: 'Traces.XRayServices',
    one: { Traces: { XRayServices: { IncludeAll: 'true' } } },
    other: { Traces: { XRayServices: { IncludeOnly: ['AWS/AppSync'] } } },
    has: { traces_config: { xray_services: { include_only: ['AWS/AppSync'] } } },
  },
  {
    name: 'Logs',
    one: { Logs: { Lambdas: ['arn:aws:lambda:us-east-1:123456789012:function:one'], Sources: ['s3'] } },
    other: {
      Logs: {
        Lambdas: ['arn:aws:lambda:us-east-1:123456789012:function:two'],
        Sources: ['s3', 'elb'],
        TagFilters: [{ Source: 's3', Tags: ['env:prod'] }],
      },
    },
    has: {
      logs_config: {
        lambda_forwarder: {
          lambdas: ['arn:aws:lambda:us-east-1:123456789012:function:two'],
          sources: ['elb', 's3'],
          log_source_config: { tag_filters: [{ source: 's3', tags: ['env:prod'] }] },
        },
      },
    },
  },
];

let account: RegisteringCustomer;
let datadog: DatadogSide;
let stack: Stack;

beforeAll(async () => {
  account = await openRegisteringCustomer();
});
beforeEach(() => {
  datadog = account.renew();
  stack = account.customer.stack();
});
afterAll(() => account.close());

const attributes = () => datadog.organization.accounts.of(ACCOUNT_ID)?.attributes;
/** As Datadog shows it, the external id included. */
const shown = () => [attributes()?.auth_config, ...datadog.organization.accounts.digest()];

describe.each(CASES)('$name', ({ one, other, has }) => {
  it('is changed in place, and back by the rollback of an update that fails elsewhere', async () => {
    expect(await account.register(stack, one)).toBe('CREATE_COMPLETE');
    const id = stack.ref(REGISTRATION);
    const before = shown();
    account.customer.sandbox.journal.clear();
    expect(await account.register(stack, other)).toBe('UPDATE_COMPLETE');
    expect(attributes()).toMatchObject(has);
    expect(datadogWrites(account.customer)).toEqual(['UpdateAWSAccount']);

    expect(await account.register(stack, one)).toBe('UPDATE_COMPLETE');
    expect(shown()).toEqual(before);
    expect(await account.register(stack, other, { failAfter: true })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(shown()).toEqual(before);
    expect(stack.ref(REGISTRATION)).toBe(id);
  });

  it('that is given later, and then no longer, is what it was before', async () => {
    await account.register(stack);
    datadog.organization.accounts.edit(registeredId(), {
      settings: { metrics_config: { automute_enabled: false }, account_tags: ['by:hand'] },
    });
    const before = shown();
    await account.register(stack, other);
    expect(await account.register(stack)).toBe('UPDATE_COMPLETE');
    expect(shown()).toEqual(before);
  });
});

it('writes nothing to Datadog when an update changes nothing that it has', async () => {
  await account.register(stack, { AccountTags: ['a', 'b'] });
  account.customer.sandbox.journal.clear();
  expect(await account.register(stack, { AccountTags: ['b', 'a'], Revision: '2' })).toBe('UPDATE_COMPLETE');
  expect(datadogWrites(account.customer)).toEqual([]);
});

it('leaves alone what is not given, whoever changes it', async () => {
  await account.register(stack, { AccountTags: ['env:prod'] });
  datadog.organization.accounts.edit(registeredId(), {
    settings: {
      metrics_config: { collect_custom_metrics: true },
      aws_regions: { include_only: ['eu-west-1'] },
    },
  });
  expect(await account.register(stack, { AccountTags: ['env:test'] })).toBe('UPDATE_COMPLETE');
  expect(attributes()).toMatchObject({
    account_tags: ['env:test'],
    metrics_config: { collect_custom_metrics: true },
    aws_regions: { include_only: ['eu-west-1'] },
  });
});

describe('an adopted registration', () => {
  const GIVEN = { ExistingRegistration: 'Adopt', AccountTags: ['env:prod'], Metrics: { Enabled: 'false' } };

  it('is handed back as it was found, but for what somebody else has set meanwhile', async () => {
    const found = datadog.organization.accounts.add({ ...byHand, settings: { account_tags: ['by:hand'] } });
    const [before] = datadog.organization.accounts.digest();
    expect(await account.register(stack, GIVEN)).toBe('CREATE_COMPLETE');
    expect(stack.ref(REGISTRATION)).toBe(`adopted:${found.id}`);
    datadog.organization.accounts.edit(found.id, {
      settings: { account_tags: ['of:somebody-else'], metrics_config: { collect_custom_metrics: true } },
    });
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    const [after] = datadog.organization.accounts.digest();
    expect(after).toMatchObject({
      account_tags: ['of:somebody-else'],
      metrics_config: { enabled: true, collect_custom_metrics: true },
    });
    datadog.organization.accounts.edit(found.id, {
      settings: { account_tags: ['by:hand'], metrics_config: { collect_custom_metrics: false } },
    });
    expect(datadog.organization.accounts.digest()).toEqual([before]);
    expect(registrationRecords(account.customer)).toEqual([]);
  });

  it('is handed back by the rollback of the stack that adopts it, with the digest that it had', async () => {
    datadog.organization.accounts.add({ ...byHand, roleName: 'OfTheTeam' });
    const before = datadog.organization.accounts.digest();
    expect(await account.register(stack, GIVEN, { failAfter: true })).toBe('ROLLBACK_COMPLETE');
    expect(datadog.organization.accounts.digest()).toEqual(before);
    expect(registrationRecords(account.customer)).toEqual([]);
  });

  it('is never deleted: where its record is lost, it stays as it is, and the log says so', async () => {
    const found = datadog.organization.accounts.add(byHand);
    await account.register(stack, GIVEN);
    const [name = ''] = registrationRecords(account.customer);
    account.customer.account.restore(withoutParameter(name));
    const before = datadog.organization.accounts.of(ACCOUNT_ID);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(datadog.organization.accounts.of(ACCOUNT_ID)).toEqual(before);
    const logs = account.customer.provider.invocations.flatMap(({ attempts }) =>
      attempts.flatMap((attempt) => attempt.logs),
    );
    expect(logs.join('\n')).toContain('how the registration was found is not on record: it stays as it is');
    expect(logs.join('\n')).toContain(found.id);
  });

  it('that was deleted in Datadog is made anew, and then it is the stack’s own', async () => {
    const found = datadog.organization.accounts.add(byHand);
    await account.register(stack, GIVEN);
    datadog.organization.accounts.delete(found.id);
    expect(await account.register(stack, { ...GIVEN, Revision: '2' })).toBe('UPDATE_COMPLETE');
    expect(stack.ref(REGISTRATION)).toBe(datadog.organization.accounts.of(ACCOUNT_ID)?.id);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(datadog.organization.accounts.list()).toEqual([]);
  });
});

it('is registered anew by an update after somebody has deleted it, and not beside one that somebody else has made', async () => {
  await account.register(stack);
  const first = stack.ref(REGISTRATION) ?? '';
  datadog.organization.accounts.delete(first);
  expect(await account.register(stack, { Revision: '2' })).toBe('UPDATE_COMPLETE');
  const second = stack.ref(REGISTRATION) ?? '';
  expect(second).not.toBe(first);

  datadog.organization.accounts.delete(second);
  const others = datadog.organization.accounts.add({ ...byHand, roleName: 'OfTheTeam' });
  expect(await account.register(stack, { Revision: '3' })).toBe('UPDATE_ROLLBACK_FAILED');
  expect(failuresOf(stack).join()).toMatch(/OfTheTeam.*The one that this resource had .* is gone/);
  expect(await stack.delete()).toBe('DELETE_COMPLETE');
  expect(datadog.organization.accounts.list()).toEqual([others]);
  expect(registrationRecords(account.customer)).toEqual([]);
});

function registeredId(): string {
  return datadog.organization.accounts.of(ACCOUNT_ID)?.id ?? '';
}

/** The account without one of its parameters. */
function withoutParameter(name: string) {
  const snapshot = account.customer.account.snapshot();
  const parameters = Object.fromEntries(
    Object.entries(snapshot.parameters).map(([region, stored]) => [
      region,
      Object.fromEntries(Object.entries(stored).filter(([key]) => key !== name)),
    ]),
  );
  return { ...snapshot, parameters };
}
