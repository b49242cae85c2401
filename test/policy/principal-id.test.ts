import { type PrincipalId, parsePrincipalId } from '../../src/policy/principal-id';

const where = { accountId: '123456789012', partition: 'aws' };
const iam = (resource: string) => `arn:aws:iam::123456789012:${resource}`;
const sts = (resource: string) => `arn:aws:sts::123456789012:${resource}`;

test.each<[string, PrincipalId]>([
  ['*', { kind: 'everyone' }],
  ['012345678901', { kind: 'account', accountId: '012345678901', partition: undefined }],
  [iam('root'), { kind: 'account', ...where }],
  [iam('role/monitoring'), { kind: 'role', ...where, name: 'monitoring' }],
  [iam('role/team/a/monitoring'), { kind: 'role', ...where, name: 'monitoring' }],
  [iam('user/ann'), { kind: 'user', ...where, name: 'ann' }],
  [sts('federated-user/ann'), { kind: 'federated-user', ...where, name: 'ann' }],
  [sts('assumed-role/monitoring/session'), { kind: 'session', ...where, role: 'monitoring' }],
  ['AROAEXAMPLEEXAMPLE123', { kind: 'deleted' }],
  ['AIDAEXAMPLEEXAMPLE123', { kind: 'deleted' }],
])('%s', (id, expected) => {
  expect(parsePrincipalId(id)).toEqual(expected);
});

test.each([
  'ec2.amazonaws.com',
  '0123456789012',
  'x012345678901',
  'xAROAEXAMPLEEXAMPLE123',
  'AROAEXAMPLEEXAMPLE-123',
  iam('group/people'),
  iam('a-role/monitoring'),
  iam('role/'),
  iam('role/team/'),
  sts('an-assumed-role/monitoring/session'),
  sts('assumed-role/monitoring/session/more'),
])('%s is nobody of these', (id) => {
  expect(parsePrincipalId(id)).toEqual({ kind: 'other' });
});
