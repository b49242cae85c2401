import {
  CreatePolicyCommand,
  CreateRoleCommand,
  type CreateRoleCommandInput,
  type IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { type Sandbox, startSandbox } from '..';
import MALFORMED from './cases/malformed-policies.json';
import { allow, clientsOf, policy, refusal, TRUST_DATADOG } from './harness';

let sandbox: Sandbox;
let iam: IAMClient;
beforeEach(async () => {
  sandbox = await startSandbox();
  iam = clientsOf(sandbox).iam;
});
afterEach(() => sandbox.stop());

function createRole(RoleName = 'R', more: Partial<CreateRoleCommandInput> = {}) {
  return iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST_DATADOG, ...more }));
}

function createPolicy(PolicyName = 'P', PolicyDocument = allow('s3:*')) {
  return iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
}

describe('policy documents', () => {
  const withDocument = MALFORMED.permissions.map(({ document, statement, message }) => ({
    document: document ?? policy(statement ?? {}),
    message,
  }));
  const trustWithDocument = MALFORMED.trust.map(({ document, statement, message }) => ({
    document: document ?? policy(statement ?? {}),
    message,
  }));

  test.each(withDocument)('for permissions are checked: $document', async ({ document, message }) => {
    const expected = `MalformedPolicyDocumentException: ${message}`;
    expect(await refusal(createPolicy('P', document))).toBe(expected);
    await createRole();
    const inline = new PutRolePolicyCommand({ RoleName: 'R', PolicyName: 'p', PolicyDocument: document });
    expect(await refusal(iam.send(inline))).toBe(expected);
  });

  test.each(trustWithDocument)('for trust are checked: $document', async ({ document, message }) => {
    expect(await refusal(createRole('R', { AssumeRolePolicyDocument: document }))).toBe(
      `MalformedPolicyDocumentException: ${message}`,
    );
  });

  test('have unique statement ids', async () => {
    const statement = { Sid: 'A', Effect: 'Allow', Action: 's3:*', Resource: '*' };
    const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement, statement] });
    expect(await refusal(createPolicy('P', document))).toBe(
      'MalformedPolicyDocumentException: Statement IDs (SID) in a single policy must be unique.',
    );
  });
});
