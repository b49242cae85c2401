import {
  DeleteParametersCommand,
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
} from '@aws-sdk/client-ssm';
import { publishedPermissionSets } from '../../../src/datadog/permission-sets';
import type { LivePermissions } from '../../../src/datadog-api/live-permissions';
import type { CheckResult } from '../../../src/report/report';
import type { IntegrationRecord } from '../../../src/state/integration';
import { awsError, healthyAws } from '../../support/validation/aws-answers';
import { validate } from '../../support/validation/run';
import { HOUR_MS, NOW, recordOf } from '../../support/validation/situations';

const RECORD = '/datadog-integration-role/DatadogIntegrationRole';
const KEPT = `${RECORD}/status/live-permissions`;

const { inlineActions, managedActions } = publishedPermissionSets.Full;
const PUBLISHED: LivePermissions = { standard: inlineActions, resourceCollection: managedActions };
const NEWER: LivePermissions = { ...PUBLISHED, standard: [...inlineActions, 'xray:GetGroups'] };
const UNANSWERED = "Datadog's API at datadoghq.com did not answer.";

/** An account whose parameters are kept from one run to the next, and a Datadog that is asked for its lists. */
function prepare(record: IntegrationRecord = recordOf()) {
  const aws = healthyAws(record);
  const parameters = new Map([[RECORD, JSON.stringify(record)]]);
  aws.ssm.on(GetParameterCommand).callsFake(({ Name = '' }: { Name?: string }) => {
    const Value = parameters.get(Name);
    if (Value === undefined) throw new ParameterNotFound({ message: 'none', $metadata: {} });
    return { Parameter: { Name, Value, Version: 1 } };
  });
  aws.ssm
    .on(PutParameterCommand)
    .callsFake(({ Name = '', Value = '' }: { Name?: string; Value?: string }) => {
      parameters.set(Name, Value);
      return {};
    });
  aws.ssm.on(DeleteParametersCommand).callsFake(({ Names = [] }: { Names?: string[] }) => {
    for (const name of Names) parameters.delete(name);
    return {};
  });
  const asked: string[] = [];
  const run = async (answer: LivePermissions | Error): Promise<CheckResult | undefined> => {
    const { reports } = await validate(aws, undefined, {
      livePermissions: async (site) => {
        asked.push(site);
        if (answer instanceof Error) throw answer;
        return answer;
      },
    });
    return reports[0]?.checks.find(({ id }) => id === 'permissions-live');
  };
  /** As if the last run had been this long ago. */
  const age = (ms: number) => {
    const kept = JSON.parse(parameters.get(KEPT) ?? '{}');
    parameters.set(KEPT, JSON.stringify({ ...kept, at: NOW - ms }));
  };
  return { aws, parameters, asked, run, age };
}

test('the lists are asked for once a day, and what they have is kept in a parameter of the validator’s own', async () => {
  const { parameters, asked, run, age } = prepare();

  expect((await run(NEWER))?.status).toBe('warn');
  expect(JSON.parse(parameters.get(KEPT) ?? '')).toMatchObject({ standard: ['xray:GetGroups'] });
  age(23 * HOUR_MS);
  expect((await run(PUBLISHED))?.status).toBe('warn');
  expect(asked).toEqual(['datadoghq.com']);

  age(24 * HOUR_MS);
  expect((await run(PUBLISHED))?.status).toBe('pass');
  expect(asked).toHaveLength(2);
});

test('an answer that cannot be had is unknown with the reason, and is asked for again in the next run', async () => {
  const { parameters, asked, run } = prepare();

  const failed = await run(new Error(UNANSWERED));
  expect(failed).toMatchObject({ status: 'unknown' });
  expect(failed?.evidence.join()).toContain(UNANSWERED);
  expect(parameters.has(KEPT)).toBe(false);

  expect((await run(PUBLISHED))?.status).toBe('pass');
  expect(asked).toHaveLength(2);
});

test('what was new before stays known while Datadog does not answer', async () => {
  const { run, age } = prepare();
  await run(NEWER);
  age(48 * HOUR_MS);
  expect((await run(new Error(UNANSWERED)))?.status).toBe('warn');
});

test.each([
  ['of another site', { site: 'datadoghq.eu' }],
  ['compared with another release', { comparedWith: '2020-01-01' }],
  ['of the future, whoever has written it', { at: NOW + 1_000 * HOUR_MS }],
])('what was kept does not count when it is %s', async (_, change) => {
  const { parameters, asked, run } = prepare();
  await run(PUBLISHED);
  parameters.set(KEPT, JSON.stringify({ ...JSON.parse(parameters.get(KEPT) ?? ''), ...change }));

  expect((await run(NEWER))?.status).toBe('warn');
  expect(asked).toHaveLength(2);
});

test('what may not be kept is told all the same', async () => {
  const { aws, run } = prepare();
  aws.ssm.on(PutParameterCommand).rejects(awsError('AccessDeniedException', 'no ssm:PutParameter'));
  expect((await run(NEWER))?.status).toBe('warn');
});

test('nothing is left of an integration that was deleted meanwhile', async () => {
  const { parameters, run } = prepare();
  parameters.delete(RECORD);
  await run(NEWER);
  expect(parameters.size).toBe(0);
});

test('a role with Core, which is less than Datadog asks for on purpose, is not compared', async () => {
  const { asked, run } = prepare(recordOf({ Permissions: 'Core' }));
  expect(await run(NEWER)).toBeUndefined();
  expect(asked).toEqual([]);
});

test('nobody is asked, and the report says nothing, where it is not configured', async () => {
  const { aws } = prepare();
  const { reports } = await validate(aws);
  expect(reports[0]?.checks.map(({ id }) => id)).not.toContain('permissions-live');
  expect(aws.ssm.commandCalls(PutParameterCommand)).toEqual([]);
});
