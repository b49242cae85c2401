import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import MALFORMED from './cases/malformed-policies.json';
import { policy, refusal } from './harness';
import { iamOfEachTest } from './iam-of-each-test';

const account = iamOfEachTest();
const { createPolicy, createRole } = account;

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
    expect(await refusal(account.iam.send(inline))).toBe(expected);
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
