import denials from '../cases/denials.json';
import { emptyAccount } from '../support/iam/model-iam';
import { TestBed } from '../support/provider/test-bed';

/** With IAM's longest path: the record has room for seven of them, the reply has not. */
const arns = Array.from(
  { length: 7 },
  (_, index) => `arn:aws:iam::123456789012:policy/${'p'.repeat(510)}/P${index}`,
);
const library = Object.fromEntries(arns.map((arn) => [arn, '{}']));
const longest = {
  RoleName: 'R'.repeat(64),
  Path: `/${'p'.repeat(510)}/`,
  ExternalId: 'x'.repeat(1_224),
  Permissions: 'Full',
  SelfTest: 'Off',
};

test('ManagedPolicyArns that make the reply too long are refused before anything is written, with the numbers', async () => {
  const testBed = new TestBed({ account: emptyAccount(library) });
  await expect(testBed.create({ ManagedPolicyArns: arns })).rejects.toThrow(
    /^The role DatadogIntegrationRole has not been changed\. ManagedPolicyArns has 38\d\d bytes, .* a reply of \d{4} bytes, of which CloudFormation takes 4096: /,
  );
  expect(testBed.account.role).toBeNull();
});

test('whatever else is as long as it may be leaves room in the reply', async () => {
  await expect(new TestBed().create(longest)).resolves.toMatchObject({
    physicalResourceId: longest.RoleName,
  });
});

test('no cause of a failed self-test is longer than what is kept free for it', () => {
  const lengths = denials.cases.map(({ cause }) => cause.length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(64);
});
