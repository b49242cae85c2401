import {
  CreateRoleCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { type CustomerAccount, ROLE } from '../../test/support/customer-account';

const INLINE_POLICY = 'DatadogIntegrationPolicy';
const LOGICAL_ID_TAG = 'datadog-integration-role:logical-id';
const RECORD_PREFIX = '/datadog-integration-role/';

/**
 * Gives an account further integrations, each like the one that its stack has made: the role with its policy, and the
 * record. Deploying a hundred stacks would take longer than what is measured.
 *
 * @param from how many there are
 * @param to how many there are to be
 */
export async function addIntegrations(
  { iam, ssm }: CustomerAccount,
  from: number,
  to: number,
): Promise<void> {
  const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: ROLE }));
  const { PolicyDocument: policy } = await iam.send(
    new GetRolePolicyCommand({ RoleName: ROLE, PolicyName: INLINE_POLICY }),
  );
  const { Parameter: record } = await ssm.send(new GetParameterCommand({ Name: `${RECORD_PREFIX}${ROLE}` }));
  const recorded = JSON.parse(record?.Value ?? '{}');
  for (let count = from; count < to; count += 1) {
    const RoleName = `${ROLE}-${count}`;
    // Of a resource of its own: one resource with several roles has left one of them over.
    const logicalId = `DatadogIntegration${count}`;
    const { Role: made } = await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: decodeURIComponent(role?.AssumeRolePolicyDocument ?? ''),
        Description: role?.Description,
        MaxSessionDuration: role?.MaxSessionDuration,
        PermissionsBoundary: role?.PermissionsBoundary?.PermissionsBoundaryArn,
        Tags: role?.Tags?.map((tag) => (tag.Key === LOGICAL_ID_TAG ? { ...tag, Value: logicalId } : tag)),
      }),
    );
    await iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: INLINE_POLICY,
        PolicyDocument: decodeURIComponent(policy ?? ''),
      }),
    );
    const Value = JSON.stringify({
      ...recorded,
      roleId: made?.RoleId,
      owner: { ...recorded.owner, logicalId },
      spec: { ...recorded.spec, roleName: RoleName },
    });
    await ssm.send(new PutParameterCommand({ Name: `${RECORD_PREFIX}${RoleName}`, Type: 'String', Value }));
  }
}
