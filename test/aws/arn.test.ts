import {
  accountRootArn,
  awsManagedPolicyArn,
  parseArn,
  policyArn,
  roleArn,
  roleNameWithPath,
} from '../../src/aws/arn';

test('an ARN is taken apart into its five parts', () => {
  expect(parseArn('arn:aws-us-gov:ssm:us-gov-west-1:123456789012:parameter/a:b')).toEqual({
    partition: 'aws-us-gov',
    service: 'ssm',
    region: 'us-gov-west-1',
    accountId: '123456789012',
    resource: 'parameter/a:b',
  });
});

test('region and account may be empty', () => {
  expect(parseArn('arn:aws:s3:::bucket')).toMatchObject({ region: '', accountId: '', resource: 'bucket' });
});

test.each([
  '',
  'arn',
  'arn:aws:iam::123456789012',
  'arn:aws:iam::123456789012:',
  'x:aws:iam::1:y',
  ' arn:aws:iam::1:y',
])('%j is no ARN', (text) => {
  expect(parseArn(text)).toBeUndefined();
});

test('ARNs of IAM carry the partition, the account and the path', () => {
  expect(accountRootArn('aws-cn', '065115117704')).toBe('arn:aws-cn:iam::065115117704:root');
  expect(roleArn('aws', '123456789012', '/monitoring/', 'R')).toBe(
    'arn:aws:iam::123456789012:role/monitoring/R',
  );
  expect(policyArn('aws', '123456789012', '/', 'P')).toBe('arn:aws:iam::123456789012:policy/P');
  expect(awsManagedPolicyArn('aws-us-gov', 'SecurityAudit')).toBe(
    'arn:aws-us-gov:iam::aws:policy/SecurityAudit',
  );
});

test.each([
  ['arn:aws:iam::123456789012:role/R', 'R'],
  ['arn:aws:iam::123456789012:role/team/monitoring/R', 'team/monitoring/R'],
  ['arn:aws:iam::123456789012:role/role/R', 'role/R'],
])('what names the role in %s is %s', (arn, name) => {
  expect(roleNameWithPath(arn)).toBe(name);
});
