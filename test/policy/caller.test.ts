import { isListed, principalOf } from '../../src/policy/caller';

describe('the principal by which policies name a caller', () => {
  test.each([
    [
      'the role behind a session',
      'arn:aws:sts::123456789012:assumed-role/provider/s',
      'arn:aws:iam::123456789012:role/provider',
    ],
    [
      'that of another partition',
      'arn:aws-cn:sts::123456789012:assumed-role/p/s',
      'arn:aws-cn:iam::123456789012:role/p',
    ],
    ['an IAM user', 'arn:aws:iam::123456789012:user/me', 'arn:aws:iam::123456789012:user/me'],
    [
      'nobody for the root user, as that would let in the whole account',
      'arn:aws:iam::123456789012:root',
      undefined,
    ],
    ['nobody for a federated user', 'arn:aws:sts::123456789012:federated-user/me', undefined],
    ['nobody for what is no ARN', '', undefined],
    ['nobody for a session without a name', 'arn:aws:sts::123456789012:assumed-role/p', undefined],
  ])('is %s', (_, caller, principal) => {
    expect(principalOf(caller)).toBe(principal);
  });

  test('has the path that a known principal tells', () => {
    const known = 'arn:aws:iam::123456789012:role/team/provider';
    const session = 'arn:aws:sts::123456789012:assumed-role/provider/s';
    expect(principalOf(session, [known])).toBe(known);
    expect(isListed(session, [known])).toBe(true);
  });

  test('is not a role of that name in another account', () => {
    const session = 'arn:aws:sts::123456789012:assumed-role/provider/s';
    expect(isListed(session, ['arn:aws:iam::999999999999:role/provider'])).toBe(false);
    expect(principalOf(session, ['arn:aws:iam::999999999999:role/provider'])).toBe(
      'arn:aws:iam::123456789012:role/provider',
    );
  });
});
