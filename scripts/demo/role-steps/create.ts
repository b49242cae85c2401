import { sequentialDepth } from '../../../test/sandbox';
import { LOGICAL_ID, ROLE } from '../../../test/support/customer-account';
import { arnText } from '../arn-text';
import { countCalls } from '../calls';
import type { RoleStage } from '../role-stage';
import { claim, type Findings, fact, type Step } from '../step';

const ATTRIBUTES = [
  'Arn',
  'RoleName',
  'DatadogRoleName',
  'RoleId',
  'ExternalId',
  'DatadogAccountId',
  'DatadogSite',
  'PolicyArns',
  'PermissionsVersion',
  'SelfTestResult',
];

export const create: Step<RoleStage> = {
  id: 'create',
  title: 'Create: every permission that Datadog documents, and resource collection',
  run: async ({ stack, customer, deploy }): Promise<Findings> => {
    const created = await deploy(stack, { parameters: { Permissions: 'Full', ResourceCollection: 'true' } });
    const attributes = Object.fromEntries(
      ATTRIBUTES.map((name) => [name, String(stack.attribute(LOGICAL_ID, name))]),
    );
    const polls = created.calls.filter(({ operation }) => operation === 'AssumeRole').length;
    const work = created.calls.filter(({ operation }) => operation !== 'AssumeRole');
    const depth = sequentialDepth(work);
    const { [ROLE]: role } = customer.account.digest().roles;
    return {
      facts: [
        fact('status', 'Stack', created.status),
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
        fact('reference', 'Ref', stack.ref(LOGICAL_ID) ?? null),
        fact('attributes', 'Fn::GetAtt', attributes, attributeLines(attributes)),
      ],
      claims: [
        claim('the stack is created, with one reply', isCreated(created)),
        claim(
          'Ref is the role’s name, and the role exists',
          stack.ref(LOGICAL_ID) === ROLE && role !== undefined,
        ),
        claim(
          'the role was tried: assumed with the external id, refused without',
          attributes['SelfTestResult'] === 'passed',
        ),
      ],
    };
  },
};

function isCreated({ status, replies }: { status: string; replies: number }): boolean {
  return status === 'CREATE_COMPLETE' && replies === 1;
}

/** A list of ARNs takes a line for each. */
function attributeLines(attributes: Readonly<Record<string, string>>): string[] {
  const width = Math.max(...Object.keys(attributes).map((name) => name.length)) + 2;
  return Object.entries(attributes).flatMap(([name, value]) => {
    const items = value.split(',');
    return items.length === 1
      ? [name.padEnd(width) + value]
      : [name, ...items.map((arn) => `  ${arnText(arn)}`)];
  });
}
