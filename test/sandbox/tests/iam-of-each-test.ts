import {
  CreatePolicyCommand,
  CreateRoleCommand,
  type CreateRoleCommandInput,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { type Sandbox, startSandbox } from '..';
import { allow, clientsOf, TRUST_DATADOG } from './harness';

/** A sandbox of its own for every test of a file, its IAM, and what most of them make there. */
export interface IamOfEachTest {
  readonly sandbox: Sandbox;
  readonly iam: IAMClient;
  createRole(RoleName?: string, more?: Partial<CreateRoleCommandInput>): Promise<unknown>;
  createPolicy(PolicyName?: string, PolicyDocument?: string): Promise<unknown>;
}

/** To be called once in a file, outside its tests. */
export function iamOfEachTest(): IamOfEachTest {
  let sandbox: Sandbox;
  let iam: IAMClient;
  beforeEach(async () => {
    sandbox = await startSandbox();
    iam = clientsOf(sandbox).iam;
  });
  afterEach(() => sandbox.stop());
  return {
    get sandbox() {
      return sandbox;
    },
    get iam() {
      return iam;
    },
    createRole: (RoleName = 'R', more = {}) =>
      iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST_DATADOG, ...more })),
    createPolicy: (PolicyName = 'P', PolicyDocument = allow('s3:*')) =>
      iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument })),
  };
}
