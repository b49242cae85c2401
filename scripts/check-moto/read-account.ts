import {
  GetRoleCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';
import { GetParametersByPathCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { ROLE } from '../../test/support/customer-account';

/** Looks at what an integration has left in an account, through the API. */
export function readAccount(iam: IAMClient, ssm: SSMClient) {
  return {
    /** Undefined when there is no role. */
    trustPolicy: async (): Promise<string | undefined> => {
      try {
        const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: ROLE }));
        return decodeURIComponent(role?.AssumeRolePolicyDocument ?? '');
      } catch (error) {
        if (error instanceof NoSuchEntityException) return undefined;
        throw error;
      }
    },
    attached: async (): Promise<string[]> => {
      const { AttachedPolicies: policies = [] } = await iam.send(
        new ListAttachedRolePoliciesCommand({ RoleName: ROLE }),
      );
      return policies.map(({ PolicyArn: arn = '' }) => arn).sort();
    },
    ownPolicies: async (): Promise<string[]> => {
      const { Policies: policies = [] } = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
      return policies.map(({ Arn: arn = '' }) => arn);
    },
    parameters: async (): Promise<string[]> => {
      const { Parameters: parameters = [] } = await ssm.send(
        new GetParametersByPathCommand({ Path: '/datadog-integration-role', Recursive: true }),
      );
      return parameters.map(({ Name: name = '' }) => name);
    },
  };
}
