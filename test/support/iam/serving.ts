import type { IAMClient } from '@aws-sdk/client-iam';
import type { AwsClientStub } from 'aws-sdk-client-mock';
import type { Step } from '../../../src/iam/plan';
import type { ObservedIdentity } from '../../../src/iam/role/observed';
import type { ModelAccount, ModelPolicy } from './model-iam';

/** What a stubbed IAM client answers from. */
export interface Serving {
  readonly iam: AwsClientStub<IAMClient>;
  readonly account: ModelAccount;
  /** For this many more times GetRole does not show the role yet. */
  propagation: number;
  /** The role under this name, in any letter case. @throws NoSuchEntityException */
  roleNamed(roleName: string): ObservedIdentity;
  /** The customer managed policy with this ARN. @throws NoSuchEntityException */
  policyWith(arn: string): ModelPolicy;
  /** Carries out a step; the role's name is empty where the request has none. */
  carryOut(roleName: string, step: Step): Record<string, never>;
}
