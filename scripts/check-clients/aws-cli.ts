import { type ClientPlace, CUSTOMER } from '../counted-checks/client-environment';
import type { Tally } from '../counted-checks/tally';
import { type CliCheck, runCliChecks } from './cli-check';

const DATADOG = '464622532012';
const STRANGER = '999999999999';
const ROLE = 'DatadogIntegrationRole';
const ROLE_ARN = `arn:aws:iam::${CUSTOMER}:role/${ROLE}`;
const OWN_POLICY_ARN = `arn:aws:iam::${CUSTOMER}:policy/datadog-integration-role/${ROLE}-permissions-1`;

/** Asks for what was deployed, as its owner, as Datadog and as a stranger. */
export function checkAwsCli(place: ClientPlace, tally: Tally): Promise<void> {
  return runCliChecks(place, checks(place.externalId), tally);
}

function assumeRole(externalId?: string): string[] {
  return [
    ...['sts', 'assume-role', '--role-arn', ROLE_ARN, '--role-session-name', 'datadog'],
    ...(externalId === undefined ? [] : ['--external-id', externalId]),
  ];
}

function refused(accountId: string): string[] {
  return [
    '(AccessDenied)',
    'AssumeRole operation',
    `User: arn:aws:iam::${accountId}:`,
    `is not authorized to perform: sts:AssumeRole on resource: ${ROLE_ARN}`,
  ];
}

function checks(externalId: string): readonly CliCheck[] {
  return [
    {
      name: 'sts get-caller-identity',
      args: ['sts', 'get-caller-identity'],
      says: [`"Account": "${CUSTOMER}"`],
    },
    {
      name: 'iam get-role: the trust policy is JSON, not URL-encoded text',
      args: ['iam', 'get-role', '--role-name', ROLE],
      says: [`"Arn": "${ROLE_ARN}"`, '"sts:ExternalId"', `arn:aws:iam::${DATADOG}:root`],
    },
    {
      name: 'iam get-role of a role that does not exist',
      args: ['iam', 'get-role', '--role-name', 'Nobody'],
      says: ['(NoSuchEntity)', 'GetRole operation', 'The role with name Nobody cannot be found.'],
      fails: true,
    },
    {
      name: 'iam list-attached-role-policies',
      args: ['iam', 'list-attached-role-policies', '--role-name', ROLE],
      says: [OWN_POLICY_ARN, 'arn:aws:iam::aws:policy/SecurityAudit'],
    },
    {
      name: 'iam list-attached-role-policies, one a page',
      args: ['iam', 'list-attached-role-policies', '--role-name', ROLE, '--page-size', '1'],
      says: [OWN_POLICY_ARN, 'arn:aws:iam::aws:policy/SecurityAudit'],
    },
    {
      name: 'iam get-policy-version: the document is JSON',
      args: ['iam', 'get-policy-version', '--policy-arn', OWN_POLICY_ARN, '--version-id', 'v1'],
      says: ['"IsDefaultVersion": true', '"Effect": "Allow"'],
    },
    {
      name: 'iam get-policy-version of a version that does not exist',
      args: ['iam', 'get-policy-version', '--policy-arn', OWN_POLICY_ARN, '--version-id', 'v9'],
      says: ['(NoSuchEntity)', 'GetPolicyVersion operation'],
      fails: true,
    },
    {
      name: 'iam delete-role with policies attached',
      args: ['iam', 'delete-role', '--role-name', ROLE],
      says: ['(DeleteConflict)', 'Cannot delete entity, must'],
      fails: true,
    },
    {
      name: 'iam create-role with a name that is taken',
      args: ['iam', 'create-role', '--role-name', ROLE, '--assume-role-policy-document', trustOfLambda],
      says: ['(EntityAlreadyExists)', `Role with name ${ROLE} already exists.`],
      fails: true,
    },
    {
      name: 'iam create-role with a trust policy that is no JSON',
      args: ['iam', 'create-role', '--role-name', 'Other', '--assume-role-policy-document', 'x'],
      says: ['(MalformedPolicyDocument)'],
      fails: true,
    },
    {
      name: 'sts assume-role as Datadog, with the external id',
      as: DATADOG,
      args: assumeRole(externalId),
      says: ['"AccessKeyId": "ASIA', `assumed-role/${ROLE}/datadog`],
    },
    {
      name: 'sts assume-role as Datadog, without the external id',
      as: DATADOG,
      args: assumeRole(),
      says: refused(DATADOG),
      fails: true,
    },
    {
      name: 'sts assume-role as Datadog, with a wrong external id',
      as: DATADOG,
      args: assumeRole('wrong'),
      says: refused(DATADOG),
      fails: true,
    },
    {
      name: 'sts assume-role as a stranger, with the external id',
      as: STRANGER,
      args: assumeRole(externalId),
      says: refused(STRANGER),
      fails: true,
    },
    {
      name: 'ssm get-parameter: the record',
      args: ['ssm', 'get-parameter', '--name', `/datadog-integration-role/${ROLE}`],
      says: ['"Type": "String"', 'schemaVersion'],
    },
    {
      name: 'ssm get-parameter of a parameter that does not exist',
      args: ['ssm', 'get-parameter', '--name', '/nobody'],
      says: ['(ParameterNotFound)', 'GetParameter operation'],
      fails: true,
    },
  ];
}

const trustOfLambda = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
