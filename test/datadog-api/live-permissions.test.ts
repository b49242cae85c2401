import { createDatadogAccess } from '../../src/datadog-api/access';
import { livePermissionsFrom } from '../../src/datadog-api/live-permissions';
import { systemClock } from '../../src/runtime/clock';
import { startDeadline } from '../../src/runtime/deadline';
import { type Sandbox, startSandbox } from '../sandbox';
import { silentLog } from '../support/validation/run';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

test('both lists are read at the site that is asked, without a key', async () => {
  sandbox.datadog.publishPermissions({
    standard: ['xray:GetGroups'],
    resourceCollection: [['dax:ListTags'], ['dax:DescribeClusters']],
  });
  const deadline = startDeadline(systemClock, 60_000, 0);
  const context = { clock: systemClock, random: Math.random, log: silentLog(), deadline };
  const source = livePermissionsFrom(createDatadogAccess(() => undefined, sandbox.datadogEndpoint));

  await expect(source('datadoghq.eu', context)).resolves.toEqual({
    standard: ['xray:GetGroups'],
    resourceCollection: ['dax:ListTags', 'dax:DescribeClusters'],
  });
  deadline.stop();
});
