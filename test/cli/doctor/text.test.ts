import type { Diagnosis } from '../../../src/cli/doctor/diagnosis';
import { doctorText } from '../../../src/cli/doctor/text';

const SITE = 'datadoghq.eu';
const COMMAND = `aws iam update-role --role-name DatadogIntegrationRole --description ${'x'.repeat(150)}`;
const PROSE = 'In Datadog, on the AWS integration page, enter team/DatadogIntegrationRole as AWS Role Name.';

const FAILING: Diagnosis = {
  accountId: '123456789012',
  roleName: 'DatadogIntegrationRole',
  externalId: '0f9b…4c6d',
  configId: '3f8f6a6e-9a3e-4a39-8a51-0f6b1c7f2d10',
  datadog: { status: 'failing', summary: 'datadog-role-name: Datadog asks for a role of another name.' },
  aws: { status: 'healthy', summary: 'Datadog can assume the role and use it.' },
  toDo: [PROSE, COMMAND],
  report: null,
};

const linesOf = (width: number, ...diagnoses: readonly Diagnosis[]) =>
  doctorText(SITE, diagnoses, { inColour: false, width }).split('\n');

it.each([60, 80, 100])('keeps within %i columns, but for commands, which stay whole', (width) => {
  const lines = linesOf(width, FAILING);

  expect(lines).toContain(COMMAND);
  expect(lines.filter((line) => line.length > width && line !== COMMAND)).toEqual([]);
});

it('says what to do beside the row where there is room, and below it where there is none', () => {
  const beside = linesOf(120, FAILING).find((line) => line.startsWith('123456789012  '));
  const below = linesOf(70, FAILING);

  expect(beside).toMatch(/ {2}failing {2,}healthy {2}In Datadog/);
  expect(below[below.findIndex((line) => line.startsWith('123456789012  ')) + 1]).toMatch(/^ {4}In Datadog/);
});

it('points at commands, which are no part of a table', () => {
  const [row] = linesOf(120, { ...FAILING, toDo: [COMMAND] }).filter((line) =>
    line.startsWith('123456789012  '),
  );

  expect(row).toContain('the commands below');
});

it('shows what an account has called its role, and steers no terminal by it', () => {
  const text = linesOf(120, { ...FAILING, roleName: 'role\u001b[2J' }).join('\n');

  expect(text).toContain('role\\u001b[2J');
  expect(text).not.toContain('\u001b');
});

it('paints statuses, and nothing else moves', () => {
  const control = String.fromCharCode(27);
  const plain = doctorText(SITE, [FAILING], { inColour: false, width: 100 });
  const painted = doctorText(SITE, [FAILING], { inColour: true, width: 100 });

  expect(painted).toContain(`${control}[31mfailing`);
  expect(painted.replaceAll(new RegExp(`${control}\\[\\d+m`, 'g'), '')).toBe(plain);
});
