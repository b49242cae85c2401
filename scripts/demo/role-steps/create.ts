import { sequentialDepth } from '../../../test/sandbox';
import { ROLE } from '../../../test/support/customer-account';
import { countCalls } from '../calls';
import { FACT_WIDTH } from '../layout';
import type { RoleStage } from '../role-stage';
import { claim, type Findings, fact, type Step } from '../step';

export const create: Step<RoleStage> = {
  id: 'create',
  title: 'Create: aws cloudformation deploy, with every permission that Datadog documents',
  run: async ({ account, deploy }): Promise<Findings> => {
    const created = await deploy({ Permissions: 'Full', ResourceCollection: 'true' });
    const { outputs } = created;
    const polls = created.calls.filter(({ operation }) => operation === 'AssumeRole').length;
    const work = created.calls.filter(({ operation }) => operation !== 'AssumeRole');
    const depth = sequentialDepth(work);
    return {
      facts: [
        fact('clientCalls', 'Client calls', created.clientCalls, created.clientCalls.join(', ')),
        fact('status', 'Stack', created.status, `${created.status}, ${created.resources} resources`),
        fact(
          'replyMilliseconds',
          'Reply',
          created.replyMs,
          `after ${created.replyMs} ms, cold start included`,
        ),
        fact(
          'calls',
          'Work',
          { total: work.length, sequential: depth, selfTest: polls },
          `${countCalls(work)}, at most ${depth} one after the other; besides, ${polls} calls tried the role until it could be assumed`,
        ),
        fact('outputs', 'Outputs', outputs, outputLines(outputs)),
      ],
      claims: [
        claim('the stack is created', created.status === 'CREATE_COMPLETE'),
        claim('the role exists', outputs['RoleName'] === ROLE && ROLE in account.digest().roles),
        claim(
          'the role was tried: assumed with the external id, refused without',
          outputs['SelfTestResult'] === 'passed',
        ),
      ],
    };
  },
};

/** What does not fit beside its name takes a line of its own. */
function outputLines(outputs: Readonly<Record<string, string>>): string[] {
  const width = Math.max(...Object.keys(outputs).map((name) => name.length)) + 2;
  return Object.entries(outputs).flatMap(([name, value]) =>
    width + value.length <= FACT_WIDTH ? [name.padEnd(width) + value] : [name, `  ${value}`],
  );
}
