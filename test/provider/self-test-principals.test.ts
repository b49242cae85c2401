import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { PROVIDER_ROLE } from '../support/iam/specs';
import { TestBed } from '../support/provider/test-bed';

describe('who tries the role', () => {
  test.each([{ Arn: 'arn:aws:iam::123456789012:root' }, {}])(
    'is nobody when STS answers %j',
    async (answer) => {
      const testBed = new TestBed({ selfTestPrincipals: [] });
      testBed.sts.on(GetCallerIdentityCommand).resolves(answer);
      await testBed.create();
      expect(testBed.role()?.trustPolicy).not.toContain('SelfTest');
    },
  );

  test.each<[string, readonly string[], string | undefined]>([
    ['the configured roles', ['arn:aws:iam::123456789012:role/a'], 'arn:aws:iam::123456789012:role/a'],
    ['the role that the provider runs as', [], PROVIDER_ROLE],
  ])('are %s', async (_, selfTestPrincipals, expected) => {
    const testBed = new TestBed({ selfTestPrincipals });
    await testBed.create();
    expect(JSON.parse(testBed.account.role?.trustPolicy ?? '')).toMatchObject({
      Statement: [{ Sid: 'DatadogAssumeRole' }, { Sid: 'SelfTest', Principal: { AWS: expected } }],
    });
  });
});
