import {
  AttachRolePolicyCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { DeleteParameterCommand } from '@aws-sdk/client-ssm';
import type { AccountDigest, RoleSeed } from '../sandbox';
import {
  type CustomerAccount,
  DATADOG,
  EXTERNAL_ID,
  LOGICAL_ID,
  openCustomerAccount,
  ROLE,
  type Stack,
  WITHOUT_BOUNDARY,
} from '../support/customer-account';
import { adoptableRole } from '../support/guide-role';
import { lastReply, onlyFailure, repliesOf } from '../support/replies';

const SECURITY_AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
/** Another role that the administrator lets stacks adopt. */
const OF_A_TEAM = `${ROLE}-of-a-team`;
const TAGS = ['stack-id', 'logical-id', 'adopted'].map((key) => `datadog-integration-role:${key}`);
const RECORD = `/datadog-integration-role/${ROLE}`;
const OTHER_EXTERNAL_ID = 'of-another-organization-0001';
const ADOPT = { ExistingRole: 'Adopt' };

let customer: CustomerAccount;
let stack: Stack;

beforeAll(async () => {
  customer = await openCustomerAccount({
    parameters: {
      AttachablePolicyArns: READ_ONLY,
      AdoptableRoleNames: `${ROLE},${OF_A_TEAM}`,
      ...WITHOUT_BOUNDARY,
    },
    skipsWaits: true,
  });
});
beforeEach(() => {
  customer.account.seed({ roles: [adoptableRole] });
  stack = customer.stack();
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

const role = () => customer.account.digest().roles[ROLE];

describe('ExistingRole: Adopt takes over a role that somebody made by hand', () => {
  it('makes it as desired, keeps what others put on it, and hands it back as it was', async () => {
    const before = customer.account.digest();

    const created = customer.deploy(stack, {
      ...ADOPT,
      Permissions: 'Full',
      Description: 'adopted',
      Tags: [{ Key: 'team', Value: 'platform' }],
    });

    expect(await created).toBe('CREATE_COMPLETE');
    expect(stack.attribute(LOGICAL_ID, 'SelfTestResult')).toBe('passed');
    expect(role()).toMatchObject({
      description: 'adopted',
      maxSessionSeconds: 3600,
      tags: { team: 'platform', 'cost-center': '4711' },
      inline: { OfOurOwn: before.roles[ROLE]?.inline['OfOurOwn'] },
    });
    expect(role()?.attached).toContain(SECURITY_AUDIT);
    expect(customer.account.canAssume(DATADOG, ROLE, { externalId: EXTERNAL_ID })).toBe(true);
    expect(customer.account.canAssume(DATADOG, ROLE, { externalId: OTHER_EXTERNAL_ID })).toBe(false);

    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(customer.account.digest()).toEqual(before);
  });

  it('never shuts Datadog out, nor lets it wait for permissions that it has before and after', async () => {
    const missing = new Set<string>();
    const shutOut = new Set<string>();
    customer.sandbox.faults.add({
      match: { service: 'iam' },
      effect: {
        type: 'run',
        when: 'after',
        run: ({ operation }) => {
          if (!customer.account.effectivePermissions(ROLE)('cloudwatch:GetMetricData'))
            missing.add(operation);
          if (!customer.account.canAssume(DATADOG, ROLE, { externalId: EXTERNAL_ID })) shutOut.add(operation);
        },
      },
    });

    expect(await customer.deploy(stack, { ...ADOPT, Permissions: 'Full' })).toBe('CREATE_COMPLETE');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(missing).toEqual(new Set());
    expect(shutOut).toEqual(new Set());
  });

  it('hands it back as it was after several updates, too', async () => {
    const before = customer.account.digest();
    await customer.deploy(stack, { ...ADOPT, ResourceCollection: true, MaxSessionDuration: 43200 });
    await customer.deploy(stack, { ...ADOPT, Tags: [{ Key: 'new', Value: 'tag' }] });
    expect(role()?.attached).toEqual([SECURITY_AUDIT]);
    await customer.deploy(stack, { ManagedPolicyArns: [READ_ONLY], Permissions: 'Full', SelfTest: 'Off' });

    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(customer.account.digest()).toEqual(before);
  });

  it('hands back documents with their meaning, however they were laid out', async () => {
    const PolicyDocument = JSON.stringify(adoptableRole.inline?.['DatadogIntegrationPolicy'], null, 4);
    const target = { RoleName: ROLE, PolicyName: 'DatadogIntegrationPolicy' };
    await customer.iam.send(new PutRolePolicyCommand({ ...target, PolicyDocument }));

    expect(await customer.deploy(stack, ADOPT)).toBe('CREATE_COMPLETE');
    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    const inline = role()?.inline['DatadogIntegrationPolicy'] ?? '';
    expect(JSON.parse(inline)).toEqual(JSON.parse(PolicyDocument));
  });

  it('hands back texts that SSM would take for references to parameters', async () => {
    const Description = 'of {{ team }}';
    await customer.iam.send(new UpdateRoleCommand({ RoleName: ROLE, Description }));
    const before = customer.account.digest();

    expect(await customer.deploy(stack, ADOPT)).toBe('CREATE_COMPLETE');
    expect(role()?.description).not.toBe(Description);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(customer.account.digest()).toEqual(before);
  });

  it('leaves what people added since where they put it', async () => {
    expect(await customer.deploy(stack, ADOPT)).toBe('CREATE_COMPLETE');
    await customer.iam.send(new AttachRolePolicyCommand({ RoleName: ROLE, PolicyArn: READ_ONLY }));
    await customer.iam.send(new TagRoleCommand({ RoleName: ROLE, Tags: [{ Key: 'audited', Value: 'yes' }] }));

    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(role()?.attached).toEqual([READ_ONLY, SECURITY_AUDIT]);
    expect(role()?.tags).toEqual({ ...adoptableRole.tags, audited: 'yes' });
  });

  it('gives it back at once when the Create fails after the adoption', async () => {
    const before = customer.account.digest();
    customer.sandbox.faults.add({
      match: { operation: 'UpdateAssumeRolePolicy', nth: 1 },
      effect: { type: 'error', code: 'InvalidInput', message: 'made to fail' },
    });

    expect(await customer.deploy(stack, { ...ADOPT, Permissions: 'Full' })).toBe('ROLLBACK_COMPLETE');

    expect(onlyFailure(stack).reason).toContain('made to fail');
    expect(customer.account.digest()).toEqual(before);
  });

  it('gives it back when another resource of the stack fails', async () => {
    const before = customer.account.digest();

    expect(await customer.deploy(stack, ADOPT, { failAfter: true })).toBe('ROLLBACK_COMPLETE');

    expect(repliesOf(stack).map(({ status }) => status)).toEqual(['SUCCESS', 'SUCCESS']);
    expect(customer.account.digest()).toEqual(before);
  });

  it('gives it back when a rename moves on to a role of the stack’s own', async () => {
    const before = customer.account.digest();
    await customer.deploy(stack, { ...ADOPT, Permissions: 'Full' });

    expect(await customer.deploy(stack, { RoleName: `${ROLE}-new` })).toBe('UPDATE_COMPLETE');
    expect(role()).toEqual(before.roles[ROLE]);

    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(customer.account.digest()).toEqual(before);
  });

  it('is refused with the numbers when there is no room to remember how it was', async () => {
    const tags = Array.from({ length: 45 }, (_, index) => ({ Key: `key-${index}`, Value: 'v'.repeat(200) }));
    await customer.iam.send(new TagRoleCommand({ RoleName: ROLE, Tags: tags }));
    const before = customer.account.digest();

    expect(await customer.deploy(stack, ADOPT)).toBe('ROLLBACK_COMPLETE');

    expect(onlyFailure(stack).reason).toMatch(/cannot be adopted: .* takes \d+ bytes and .* holds 8192/);
    expect(customer.writes()).toEqual([]);
    expect(customer.account.digest()).toEqual(before);
  });

  it('is refused when inline policies of others leave no room, with their names', async () => {
    const Action = Array.from({ length: 200 }, (_, index) => `ec2:DescribeSomethingRatherLong${index}`);
    const Statement = [{ Effect: 'Allow', Action, Resource: '*' }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await customer.iam.send(new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: 'Huge', PolicyDocument }));
    const before = customer.account.digest();

    expect(await customer.deploy(stack, ADOPT)).toBe('ROLLBACK_COMPLETE');

    expect(onlyFailure(stack).reason).toMatch(/Huge.*\) that exceeds IAM's 10240/);
    expect(customer.account.digest()).toEqual(before);
  });
});

describe('a role that somebody made by hand is left as it is', () => {
  it('while Datadog comes with another external id; with that one it is adopted', async () => {
    const before = customer.account.digest();

    expect(await customer.deploy(stack, { ...ADOPT, ExternalId: OTHER_EXTERNAL_ID })).toBe(
      'ROLLBACK_COMPLETE',
    );

    const { reason, physicalId } = onlyFailure(stack);
    expect(reason).toContain(
      'ExternalId is of-a…0001 and the role lets Datadog in with 0f9b…4c6d: set ExternalId to that one',
    );
    expect(physicalId).toBe('datadog-integration-role:not-created');
    expect(customer.writes()).toEqual([]);
    expect(customer.account.digest()).toEqual(before);
    expect(await customer.deploy(customer.stack('second'), ADOPT)).toBe('CREATE_COMPLETE');
  });

  it('when the administrator has not listed its name', async () => {
    const name = `${ROLE}-of-others`;
    customer.account.seed({ roles: [{ ...adoptableRole, name }] });
    const before = customer.account.digest();

    expect(await customer.deploy(stack, { ...ADOPT, RoleName: name })).toBe('ROLLBACK_COMPLETE');

    expect(onlyFailure(stack).reason).toContain(
      `the role is named "${name}"; the provider adopts ${ROLE} and ${OF_A_TEAM} only. Choose another RoleName, or have an administrator add it to the template parameter AdoptableRoleNames`,
    );
    expect(customer.writes()).toEqual([]);
    expect(customer.account.digest()).toEqual(before);
  });
});

describe('an adopted role and people', () => {
  let before: AccountDigest;

  beforeEach(async () => {
    before = customer.account.digest();
    expect(await customer.deploy(stack, { ...ADOPT, Permissions: 'Full' })).toBe('CREATE_COMPLETE');
  });

  it('whose tags they took off is left as it is, and handed back once they confirm how it was', async () => {
    await customer.iam.send(new UntagRoleCommand({ RoleName: ROLE, TagKeys: TAGS }));
    const untagged = customer.account.digest();

    expect(await customer.deploy(stack, ADOPT)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(onlyFailure(stack).reason).toContain('it is older than the stack');
    expect(customer.account.digest()).toEqual(untagged);

    expect(await stack.delete()).toBe('DELETE_FAILED');
    const { reason } = lastReply(stack);
    expect(reason).toContain(`does not confirm what the SSM parameter ${RECORD}/adopted says`);
    expect(customer.account.digest()).toEqual(untagged);

    const [Value] = /sha256:[0-9a-f]{64}/.exec(reason) ?? [];
    await customer.iam.send(
      new TagRoleCommand({ RoleName: ROLE, Tags: [{ Key: 'datadog-integration-role:adopted', Value }] }),
    );
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(customer.account.digest()).toEqual(before);
  });

  it('find what they have changed since as they made it, when it is handed back', async () => {
    const changed = { Description: 'by security', MaxSessionDuration: 7_200 };
    await customer.iam.send(new UpdateRoleCommand({ RoleName: ROLE, ...changed }));
    await customer.iam.send(new DetachRolePolicyCommand({ RoleName: ROLE, PolicyArn: SECURITY_AUDIT }));
    await customer.iam.send(new UntagRoleCommand({ RoleName: ROLE, TagKeys: ['cost-center'] }));

    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    const { [ROLE]: found } = before.roles;
    expect(role()).toEqual({
      ...found,
      description: 'by security',
      maxSessionSeconds: 7_200,
      attached: found?.attached.filter((arn) => arn !== SECURITY_AUDIT),
      tags: { team: found?.tags['team'] },
    });
  });

  it('who deleted it get a new one with the next Update, which Delete deletes', async () => {
    await emptyAndDelete();

    expect(await customer.deploy(stack, ADOPT)).toBe('UPDATE_COMPLETE');
    expect(role()?.tags).not.toHaveProperty('team');

    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(role()).toBeUndefined();
    expect(customer.account.digest().parameters).toEqual({});
    expect(customer.account.digest().policies).toEqual({});
  });

  it('is not deleted when nobody knows any more how it was: Delete fails with a way out that works', async () => {
    await customer.ssm.send(new DeleteParameterCommand({ Name: `${RECORD}/adopted` }));

    expect(await stack.delete()).toBe('DELETE_FAILED');
    const { reason } = lastReply(stack);
    expect(reason).toContain(`${RECORD}/adopted`);
    expect(reason).toContain(
      `detach the policies under the path /datadog-integration-role/ from it, take the tags ${TAGS.join(', ')} off it and delete the SSM parameters ${RECORD} and ${RECORD}/adopted, then delete again`,
    );

    await customer.iam.send(new UntagRoleCommand({ RoleName: ROLE, TagKeys: TAGS }));
    await customer.ssm.send(new DeleteParameterCommand({ Name: RECORD }));
    await detachOwnPolicies();
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(role()).toBeDefined();
  });

  it('is not deleted even when its tags and what was found are gone', async () => {
    await customer.ssm.send(new DeleteParameterCommand({ Name: `${RECORD}/adopted` }));
    await customer.iam.send(new UntagRoleCommand({ RoleName: ROLE, TagKeys: TAGS }));

    expect(await stack.delete()).toBe('DELETE_FAILED');

    expect(role()).toBeDefined();
  });
});

describe('an adopted role, when something that it had does not exist any more', () => {
  const POLICY = 'arn:aws:iam::123456789012:policy/Kept';
  const BOUNDARY = 'arn:aws:iam::123456789012:policy/Fence';
  const COLLEAGUES = 'arn:aws:iam::123456789012:root';
  const VISITOR = 'arn:aws:iam::123456789012:role/Visitor';
  const READS = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
  const lettingIn = (Principal: object) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
  });
  const team = () => customer.account.digest().roles[OF_A_TEAM];
  const adopted = async (properties = {}) => {
    const wanted = { ...ADOPT, RoleName: OF_A_TEAM, Permissions: 'Full', ...properties };
    expect(await customer.deploy(stack, wanted)).toBe('CREATE_COMPLETE');
  };
  const log = () => customer.provider.invocations.at(-1)?.attempts[0]?.logs.join('\n');

  /** What the team has made of its role. */
  function seed(role: Partial<RoleSeed>): void {
    customer.account.seed({
      policies: ['Kept', 'Fence'].map((name) => ({ name, document: READS })),
      roles: [
        { name: 'Visitor', trust: lettingIn({ Service: 'ec2.amazonaws.com' }) },
        { ...adoptableRole, name: OF_A_TEAM, ...role },
      ],
    });
  }

  it('a policy that was attached: the rest is handed back, and the log says so', async () => {
    seed({ attached: [SECURITY_AUDIT, POLICY] });
    const before = team();
    await adopted();
    await customer.iam.send(new DetachRolePolicyCommand({ RoleName: OF_A_TEAM, PolicyArn: POLICY }));
    await customer.iam.send(new DeletePolicyCommand({ PolicyArn: POLICY }));

    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(team()).toEqual({ ...before, attached: [SECURITY_AUDIT] });
    expect(log()).toContain(
      `The policy ${POLICY} was attached before the role was adopted, and somebody has detached it since: it is not attached again.`,
    );
    expect(customer.account.digest().parameters).toEqual({});
  });

  it('its permissions boundary: the rest is handed back, and the log says so', async () => {
    seed({ boundaryArn: BOUNDARY });
    const before = team();
    await adopted();
    await customer.iam.send(
      new PutRolePermissionsBoundaryCommand({ RoleName: OF_A_TEAM, PermissionsBoundary: POLICY }),
    );
    await customer.iam.send(new DeletePolicyCommand({ PolicyArn: BOUNDARY }));

    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(team()).toEqual({ ...before, boundaryArn: POLICY });
    expect(log()).toContain(
      `The permissions boundary ${BOUNDARY} that the role had before it was adopted does not exist any more: the role keeps the one that it has now (${POLICY}).`,
    );
  });

  it('one of those that it let in: the others are let in again', async () => {
    seed({ trust: lettingIn({ AWS: [VISITOR, DATADOG, COLLEAGUES] }) });
    const before = team();
    await adopted();
    await customer.iam.send(new DeleteRoleCommand({ RoleName: 'Visitor' }));

    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    const trust = lettingIn({ AWS: [DATADOG, COLLEAGUES] });
    expect(JSON.parse(team()?.trust ?? '')).toEqual(trust);
    expect({ ...team(), trust: '' }).toEqual({ ...before, trust: '' });
    expect(log()).toContain(
      `The trust policy that the role had before it was adopted names ${VISITOR}, which does not exist any more and is left out.`,
    );
  });

  it('all that it let in: nobody is let in, least of all Datadog', async () => {
    seed({ trust: lettingIn({ AWS: VISITOR }) });
    await adopted();
    await customer.iam.send(new DeleteRoleCommand({ RoleName: 'Visitor' }));

    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(customer.account.canAssume(DATADOG, OF_A_TEAM, { externalId: EXTERNAL_ID })).toBe(false);
    expect(customer.account.canAssume(COLLEAGUES, OF_A_TEAM)).toBe(false);
    expect(Object.keys(team()?.tags ?? {})).toEqual(Object.keys(adoptableRole.tags ?? {}).sort());
  });

  it('whom it let in, and who was gone before the adoption already', async () => {
    seed({ trust: lettingIn({ AWS: [VISITOR, DATADOG] }) });
    await customer.iam.send(new DeleteRoleCommand({ RoleName: 'Visitor' }));
    await adopted();

    expect(await stack.delete()).toBe('DELETE_COMPLETE');

    expect(JSON.parse(team()?.trust ?? '')).toEqual(lettingIn({ AWS: DATADOG }));
  });

  it('whom it did not keep out: Delete fails with ways out, one of which is taken', async () => {
    const trust = {
      Version: '2012-10-17',
      Statement: [
        ...lettingIn({ AWS: DATADOG }).Statement,
        { Effect: 'Deny', NotPrincipal: { AWS: [VISITOR, DATADOG] }, Action: 'sts:AssumeRole' },
      ],
    };
    seed({ trust });
    const before = team();
    await adopted();
    await customer.iam.send(new DeleteRoleCommand({ RoleName: 'Visitor' }));

    expect(await stack.delete()).toBe('DELETE_FAILED');

    const { reason } = lastReply(stack);
    expect(reason).toContain(`The role arn:aws:iam::123456789012:role/${OF_A_TEAM} cannot be handed back`);
    expect(reason).toContain(`Invalid principal in policy: "AWS":"${VISITOR}"`);
    expect(reason).toContain('Make the principal again');
    customer.account.seed({ roles: [{ name: 'Visitor', trust: lettingIn({ AWS: DATADOG }) }] });
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(team()).toEqual(before);
  });
});

async function detachOwnPolicies(): Promise<void> {
  for (const PolicyArn of String(stack.attribute(LOGICAL_ID, 'PolicyArns')).split(','))
    await customer.iam.send(new DetachRolePolicyCommand({ RoleName: ROLE, PolicyArn }));
}

async function emptyAndDelete(): Promise<void> {
  for (const PolicyArn of role()?.attached ?? [])
    await customer.iam.send(new DetachRolePolicyCommand({ RoleName: ROLE, PolicyArn }));
  for (const PolicyName of Object.keys(role()?.inline ?? {}))
    await customer.iam.send(new DeleteRolePolicyCommand({ RoleName: ROLE, PolicyName }));
  await customer.iam.send(new DeleteRoleCommand({ RoleName: ROLE }));
}
