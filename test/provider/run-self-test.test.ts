import { ROLE_ARN } from '../support/provider/roles';
import { TestBed } from '../support/provider/test-bed';

describe('the self-test', () => {
  const failing = async () => ({ passed: false, cause: 'denied_by_scp', message: 'STS said no.' }) as const;

  test('is given the role and its external id', async () => {
    const selfTest = jest.fn(async () => ({ passed: true }) as const);
    await new TestBed({ selfTest }).create({ Path: '/a/' });
    expect(selfTest).toHaveBeenCalledWith(
      { roleArn: 'arn:aws:iam::123456789012:role/a/DatadogIntegrationRole', externalId: 'abcdef0123456789' },
      expect.anything(),
    );
  });

  test('that fails is told in the attribute, the reason and the log, and the role stays', async () => {
    const testBed = new TestBed({ selfTest: failing });
    await expect(testBed.create()).resolves.toMatchObject({
      data: { SelfTestResult: 'failed: denied_by_scp' },
      reason: 'SelfTest: STS said no.',
    });
    expect(testBed.account.role).not.toBeNull();
    expect(testBed.messages).toContain('self-test failed');
  });

  test('that is required and fails, fails the Create', async () => {
    const testBed = new TestBed({ selfTest: failing });
    await expect(testBed.create({ SelfTest: 'Require' })).rejects.toThrow(
      `SelfTest is Require and the role ${ROLE_ARN} did not pass it (denied_by_scp): STS said no. Remove what stands in the way, or set SelfTest to Report.`,
    );
    expect(testBed.claims).toEqual(['DatadogIntegrationRole']);
  });

  test('that is off is not run, and nobody but Datadog is let in', async () => {
    const selfTest = jest.fn(failing);
    const testBed = new TestBed({ selfTest });
    await expect(testBed.create({ SelfTest: 'Off' })).resolves.toMatchObject({
      data: { SelfTestResult: 'off' },
    });
    expect(selfTest).not.toHaveBeenCalled();
    expect(testBed.account.role?.trustPolicy).not.toContain('SelfTest');
    expect(testBed.sts.calls()).toEqual([]);
  });
});
