import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { parseScenario, readScenario, startScenario } from '..';
import EXAMPLE from './cases/scenario.json';
import { ACCOUNT, clientsOf, DATADOG, refusal } from './harness';

test('a scenario sets up accounts, settings and faults', async () => {
  const sandbox = await startScenario(parseScenario(JSON.stringify(EXAMPLE)));
  try {
    const { iam } = clientsOf(sandbox);
    expect(await refusal(iam.send(new GetRoleCommand({ RoleName: 'Integration' })))).toMatch(/^Throttling/);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'Integration' }));
    expect(Role).toMatchObject({ MaxSessionDuration: 7200, Tags: [{ Key: 'team', Value: 'observability' }] });
    const datadog = `arn:aws:iam::${DATADOG}:root`;
    const externalId = 'example';
    expect(sandbox.account().canAssume(datadog, 'Integration', { externalId })).toBe(true);
    expect(sandbox.account().canAssume(datadog, 'Integration', { externalId, region: 'af-south-1' })).toBe(
      false,
    );
    const may = sandbox.account().effectivePermissions('Integration');
    expect(may('ec2:DescribeInstances', { region: 'eu-west-1' })).toBe(true);
    expect(may('ec2:DescribeInstances', { region: 'us-west-2' })).toBe(false);
    expect(sandbox.account().stacks.list()).toMatchObject([
      { name: 'datadog-quickstart', status: 'CREATE_COMPLETE', resources: [{ logicalId: 'Role' }] },
    ]);
    expect(sandbox.account('111111111111').partition).toBe('aws-us-gov');
  } finally {
    await sandbox.stop();
  }
});

test('a scenario may strike calls to Datadog', () => {
  const match = { service: 'datadog', operation: 'CreateAWSAccount', region: 'datadoghq.eu', nth: 2 };
  const faults = [
    { match, effect: { type: 'throttle', resetSeconds: 3 } },
    { match, times: 2, effect: { type: 'loginPage' } },
  ];
  expect(parseScenario(JSON.stringify({ faults }))).toEqual({ faults });
});

test('a scenario that IAM would refuse does not start', async () => {
  const scenario = { accounts: { [ACCOUNT]: { roles: [{ name: 'a b', trust: {} }] } } };
  await expect(startScenario(scenario)).rejects.toThrow('The specified value for roleName is invalid');
});

describe('what is wrong with a scenario is named by its path', () => {
  test.each([
    [{ acounts: {} }, 'acounts is not a key of a scenario; possible here: latencyMs, pageSize,'],
    [{ latencyMs: -1 }, 'latencyMs must be a whole number of at least 0, but is -1'],
    [{ propagation: { roleMs: 1 } }, 'propagation.roleMs is not a key of a scenario'],
    [{ accounts: { '12': {} } }, 'the key "12" in accounts must be an account id of 12 digits'],
    [
      { accounts: { [ACCOUNT]: { partition: 'aws-mars' } } },
      `accounts.${ACCOUNT}.partition must be one of aws,`,
    ],
    [
      { accounts: { [ACCOUNT]: { scps: [{}, 'x'] } } },
      `accounts.${ACCOUNT}.scps[1] must be a policy document`,
    ],
    [
      { accounts: { [ACCOUNT]: { roles: [{ name: 'R' }] } } },
      `accounts.${ACCOUNT}.roles[0].trust is missing`,
    ],
    [{ accounts: { [ACCOUNT]: { quotas: { Roles: 1 } } } }, `accounts.${ACCOUNT}.quotas.Roles is not a key`],
    [{ faults: [{ match: {} }] }, 'faults[0].effect is missing'],
    [{ faults: [{ match: { op: 'x' }, effect: { type: 'hang' } }] }, 'faults[0].match.op is not a key'],
    [{ faults: [{ match: {}, effect: { type: 'run' } }] }, 'faults[0].effect.type must be one of throttle,'],
    [{ faults: [{ match: {}, effect: { type: 'delay' } }] }, 'faults[0].effect.ms is missing'],
    [[], 'the file must be an object'],
  ])('%j', (scenario, message) => {
    expect(() => parseScenario(JSON.stringify(scenario))).toThrow(message);
  });

  test('with all faults together, and the file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-scenario-'));
    const file = join(folder, 'wrong.json');
    try {
      await writeFile(file, JSON.stringify({ one: 1, two: 2 }));
      await expect(readScenario(file)).rejects.toThrow(
        /^scenario file .*wrong\.json: one is not.*\ntwo is not/,
      );
      await expect(readScenario(join(folder, 'missing.json'))).rejects.toThrow(/missing\.json: .*ENOENT/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
