import { createPublish } from '../../src/publish/publish-report';
import { systemClock } from '../../src/runtime/clock';
import { createValidatorHandler } from '../../src/validation/handler';
import { healthyAws } from '../support/validation/aws-answers';
import { settingsFor } from '../support/validation/run';

describe('the validator’s Lambda handler', () => {
  const handlerFor = (aws: ReturnType<typeof healthyAws>, lines: string[]) =>
    createValidatorHandler({
      settings: settingsFor(aws),
      publish: createPublish([], (line) => lines.push(line)),
      clock: systemClock,
      write: (line) => lines.push(line),
    });

  test('returns the reports, and writes metrics as lines that are nothing but JSON', async () => {
    const lines: string[] = [];

    const reports = await handlerFor(healthyAws(), lines)({}, { getRemainingTimeInMillis: () => 60_000 });

    expect(reports.map(({ roleName }) => roleName)).toEqual(['DatadogIntegrationRole']);
    expect(lines.filter((line) => '_aws' in JSON.parse(line))).toHaveLength(1);
  });

  test('throws for an event that it does not understand, and calls nobody', async () => {
    const aws = healthyAws();

    await expect(handlerFor(aws, [])('everything')).rejects.toThrow('must be a JSON object');

    expect(aws.ssm.calls()).toHaveLength(0);
  });
});
