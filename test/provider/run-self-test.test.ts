import type { SelfTestResult } from '../../src/probe/self-test';
import { ROLE_ARN } from '../support/provider/roles';
import { TestBed } from '../support/provider/test-bed';

describe('the self-test', () => {
  const failing = async () => ({ kind: 'failed', cause: 'denied_by_scp', message: 'STS said no.' }) as const;

  test('is given the role and its external id', async () => {
    const selfTest = jest.fn(async () => ({ kind: 'passed' }) as const);
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

  test('that is required and undecided, fails nothing', async () => {
    const selfTest = async () => ({ kind: 'undecided', cause: 'scp_explicit_deny', message: 'No.' }) as const;
    await expect(new TestBed({ selfTest }).create({ SelfTest: 'Require' })).resolves.toMatchObject({
      data: { SelfTestResult: 'undecided: scp_explicit_deny' },
      reason: 'SelfTest: No.',
    });
  });

  const REQUIRED = { SelfTest: 'Require' };

  test('that is required and fails, leaves the record of what succeeded before', async () => {
    let result: SelfTestResult = { kind: 'passed' };
    const testBed = new TestBed({ selfTest: async () => result });
    await testBed.create(REQUIRED);
    const recorded = new Map(testBed.parameters);
    result = await failing();

    await expect(testBed.update({ ...REQUIRED, Description: 'new' }, REQUIRED)).rejects.toThrow('Require');

    expect(testBed.parameters).toEqual(recorded);
  });

  test.each([
    ['while CloudFormation rolls back', 'UPDATE_ROLLBACK_IN_PROGRESS', { Description: 'another' }],
    ['to what is on record, where CloudFormation does not say', undefined, {}],
  ] as const)('that is required and fails, does not bar the way back %s', async (_, status, properties) => {
    let result: SelfTestResult = { kind: 'passed' };
    const testBed = new TestBed({ selfTest: async () => result });
    await testBed.create(REQUIRED);
    result = await failing();
    if (status === undefined) testBed.denyCloudFormation();
    else testBed.setStackStatus(status);

    const back = testBed.update({ ...REQUIRED, ...properties }, { ...REQUIRED, Description: 'new' });

    await expect(back).resolves.toMatchObject({ data: { SelfTestResult: 'failed: denied_by_scp' } });
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
