import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GetParameterCommand, GetParametersByPathCommand, ParameterNotFound } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { IntegrationRecord } from '../../src/state/integration';
import { awsError, healthyAws } from '../support/validation/aws-answers';
import { validate } from '../support/validation/run';
import { observedAsDesired, ROLE, recordOf } from '../support/validation/situations';

const SKEWED = awsError('SignatureDoesNotMatch', 'Signature expired: 1 is now earlier than 2');

describe('of several integrations', () => {
  const parameter = (name: string, value: unknown) => ({
    Name: `/datadog-integration-role/${name}`,
    Value: typeof value === 'string' ? value : JSON.stringify(value),
  });

  test('each is reported, on whatever page its record is, and whatever is wrong with the others', async () => {
    const aws = healthyAws();
    aws.ssm
      .on(GetParametersByPathCommand)
      .resolves({
        Parameters: [parameter('New', { ...recordOf(), schemaVersion: 2 }), parameter('Broken', 'no JSON')],
        NextToken: 'more',
      })
      .on(GetParametersByPathCommand, { NextToken: 'more' })
      .resolves({
        Parameters: [
          parameter('Half', { schemaVersion: 1, spec: {}, owner: {}, roleId: '' }),
          parameter(ROLE, recordOf()),
        ],
      });

    const { reports, published } = await validate(aws);

    expect(reports.map(({ roleName, status }) => [roleName, status])).toEqual([
      ['Broken', 'unknown'],
      [ROLE, 'healthy'],
      ['Half', 'unknown'],
      ['New', 'unknown'],
    ]);
    expect(reports[3]?.checks[0]?.evidence.join()).toContain('schema version 2');
    expect(reports[3]?.accountId).toBe('123456789012');
    expect(published).toHaveLength(4);
  });

  test('a name is read back from its parameter as it was', async () => {
    const aws = healthyAws();
    aws.ssm
      .on(GetParametersByPathCommand)
      .resolves({ Parameters: [parameter('Data.2edog.40eu.2b1', 'no JSON')] });

    const { reports } = await validate(aws);

    expect(reports[0]?.roleName).toBe('Data.dog@eu+1');
  });

  test('one is validated alone when the event names it', async () => {
    const aws = healthyAws();
    aws.ssm
      .on(GetParameterCommand, { Name: `/datadog-integration-role/${ROLE}` })
      .resolves({ Parameter: parameter(ROLE, recordOf()) });

    const { reports } = await validate(aws, ROLE);

    expect(reports.map(({ roleName }) => roleName)).toEqual([ROLE]);
    expect(aws.ssm.commandCalls(GetParametersByPathCommand)).toHaveLength(0);
  });

  test('none is reported, and the log says so, when there is no record', async () => {
    const aws = healthyAws();
    aws.ssm.on(GetParameterCommand).rejects(new ParameterNotFound({ message: 'none', $metadata: {} }));

    const { reports, log } = await validate(aws, 'Nobody');

    expect(reports).toEqual([]);
    expect(log.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ message: 'there is no record of an integration', roleName: 'Nobody' }),
    );
  });

  describe('of two stacks, each with a validator of its own,', () => {
    const unexpected = 'arn:aws:iam::123456789012:role/other-ValidatorRole';
    const theirs = { ...recordOf({ RoleName: 'Theirs' }), selfTestPrincipals: [unexpected] };
    const withRecords = (...records: readonly IntegrationRecord[]) => {
      const aws = healthyAws();
      aws.ssm.on(GetParametersByPathCommand).resolves({
        Parameters: records.map((record) => parameter(record.spec.roleName, record)),
      });
      return aws;
    };

    const trustOf = (record: IntegrationRecord) => observedAsDesired(record).role.trustPolicy;
    const withTrustOfTheirs = (trustPolicy: string) => {
      const aws = withRecords(recordOf(), theirs);
      aws.iam.on(GetRoleCommand, { RoleName: 'Theirs' }).resolves({
        Role: {
          Path: '/',
          RoleName: 'Theirs',
          RoleId: theirs.roleId,
          Arn: 'arn:aws:iam::123456789012:role/Theirs',
          CreateDate: undefined,
          AssumeRolePolicyDocument: encodeURIComponent(trustPolicy),
        },
      });
      return aws;
    };

    test('each is left to the validator that its trust policy lets in, and the log says so', async () => {
      const aws = withTrustOfTheirs(trustOf(theirs));
      const { reports, published, log } = await validate(aws, undefined, { leavesOthers: true });

      expect(reports.map(({ status }) => status)).toEqual(['healthy']);
      expect(published).toHaveLength(1);
      expect(log.map((line) => JSON.parse(line))).toContainEqual(
        expect.objectContaining({
          message: 'left to the validator that its trust policy lets in',
          roleName: theirs.spec.roleName,
        }),
      );
    });

    test('none is left to another because its record says so, when its role lets this one in', async () => {
      const aws = withTrustOfTheirs(trustOf(recordOf()));
      const { reports } = await validate(aws, undefined, { leavesOthers: true });
      expect(reports).toHaveLength(2);
    });

    test('none is left to another when its role is gone', async () => {
      const aws = withTrustOfTheirs(trustOf(theirs));
      aws.iam.on(GetRoleCommand, { RoleName: 'Theirs' }).rejects(awsError('NoSuchEntityException', 'none'));
      const { reports } = await validate(aws, undefined, { leavesOthers: true });
      expect(reports).toHaveLength(2);
    });

    test('one that lets in nobody but Datadog is validated by each', async () => {
      const { reports } = await validate(withRecords(recordOf({ SelfTest: 'Off' })), undefined, {
        leavesOthers: true,
      });
      expect(reports).toHaveLength(1);
    });

    test('all are validated by who does not know who he is', async () => {
      const aws = withRecords(recordOf(), theirs);
      aws.sts.on(GetCallerIdentityCommand).rejects(SKEWED);
      const { reports } = await validate(aws, undefined, { leavesOthers: true });
      expect(reports).toHaveLength(2);
    });

    test('all are validated by hand', async () => {
      expect((await validate(withRecords(recordOf(), theirs))).reports).toHaveLength(2);
    });

    test('the one that is asked for by name is validated', async () => {
      const aws = healthyAws();
      aws.ssm.on(GetParameterCommand).resolves({ Parameter: parameter(ROLE, theirs) });
      expect((await validate(aws, ROLE, { leavesOthers: true })).reports).toHaveLength(1);
    });
  });

  test('nothing can be said when the records cannot be read, and the cause is named', async () => {
    const aws = healthyAws();
    aws.ssm.on(GetParametersByPathCommand).rejects(SKEWED);

    await expect(validate(aws)).rejects.toThrow(/could not be read \(clock_skew\)/);
  });
});
