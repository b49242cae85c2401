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

describe('whom IAM refuses as a principal', () => {
  const GONE = 'arn:aws:iam::123456789012:role/gone';
  const DATADOG = 'arn:aws:iam::464622532012:root';
  const selfTest = jest.fn(async () => ({ kind: 'passed' }) as const);
  beforeEach(() => selfTest.mockClear());

  function withUnknown(unknown: readonly string[], selfTestPrincipals: readonly string[]): TestBed {
    const testBed = new TestBed({ selfTestPrincipals, selfTest });
    testBed.served.unknownPrincipals = unknown;
    return testBed;
  }

  test('is waited for as long as one that was just made needs, then left out, while the others still try the role', async () => {
    const testBed = withUnknown([GONE], [PROVIDER_ROLE, GONE]);

    await expect(testBed.create({ SelfTest: 'Require' })).resolves.toMatchObject({
      physicalResourceId: 'DatadogIntegrationRole',
      data: { SelfTestResult: `passed, without ${GONE}` },
      reason: expect.stringContaining(`${GONE} cannot try the role`),
    });

    expect(testBed.clock.now()).toBeGreaterThan(15_000);
    expect(selfTest).toHaveBeenCalledTimes(1);
    const record = testBed.parameters.get('/datadog-integration-role/DatadogIntegrationRole') ?? '';
    expect(JSON.parse(record).selfTestPrincipals).toEqual([PROVIDER_ROLE]);
  });

  test('is let in where it comes to be known in time', async () => {
    const testBed = withUnknown([GONE], [PROVIDER_ROLE, GONE]);
    testBed.clock.sleep(5_000).then(() => {
      testBed.served.unknownPrincipals = [];
    });
    await expect(testBed.create()).resolves.toMatchObject({ data: { SelfTestResult: 'passed' } });
  });

  test('leaves the self-test undecided where it is the function itself, whose role has a path that STS does not tell', async () => {
    const testBed = withUnknown([PROVIDER_ROLE], []);

    await expect(testBed.create({ SelfTest: 'Require' })).resolves.toMatchObject({
      data: {
        SelfTestResult: `undecided: self_test_principal_left_out, without ${PROVIDER_ROLE}`,
      },
      reason: expect.stringContaining('SELF_TEST_PRINCIPALS has to name it with its path'),
    });

    expect(selfTest).not.toHaveBeenCalled();
    expect(testBed.role()?.trustPolicy).not.toContain('SelfTest');
  });

  test('is left out with every other that is gone, one after the other', async () => {
    const testBed = withUnknown([GONE, PROVIDER_ROLE], [PROVIDER_ROLE, GONE]);
    await testBed.create();
    expect(testBed.role()?.trustPolicy).not.toContain('SelfTest');
  });

  test('fails the operation where it is Datadog', async () => {
    const testBed = withUnknown([DATADOG], [PROVIDER_ROLE]);
    await expect(testBed.create()).rejects.toThrow(`Invalid principal in policy: "AWS":"${DATADOG}"`);
  });
});
