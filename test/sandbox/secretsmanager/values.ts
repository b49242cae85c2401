import { AwsError } from '../aws-error';
import type { Call, OperationTable, ResultFields } from '../service';
import { invalidRequest, requiredLivingSecret, secretNotFound, secretPermission } from './lookup';
import { CURRENT, makeCurrent, PREVIOUS, type Secret, type SecretVersion, stagesOf } from './secret';

/** Reading and changing what is secret. */
export const VALUE_OPERATIONS: OperationTable = {
  GetSecretValue: {
    write: false,
    required: ['SecretId'],
    permissions: (call) => [
      secretPermission(call, 'GetSecretValue', {
        'secretsmanager:VersionId': call.parameters.text('VersionId'),
        'secretsmanager:VersionStage': call.parameters.text('VersionStage') ?? CURRENT,
      }),
    ],
    run: getSecretValue,
  },
  PutSecretValue: {
    write: true,
    required: ['SecretId'],
    permissions: (call) => [secretPermission(call, 'PutSecretValue')],
    run: (call) => {
      const secret = requiredLivingSecret(call);
      const version = sentVersion(call);
      if (version === undefined)
        throw invalidRequest('You must provide either SecretString or SecretBinary.');
      store(call, secret, version);
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: version.id,
        VersionStages: stagesOf(secret, version.id),
      };
    },
  },
  UpdateSecret: {
    write: true,
    required: ['SecretId'],
    permissions: (call) => [secretPermission(call, 'UpdateSecret')],
    run: (call) => {
      const { parameters } = call;
      const secret = requiredLivingSecret(call);
      const version = sentVersion(call);
      if (version !== undefined) store(call, secret, version);
      secret.description = parameters.text('Description') ?? secret.description;
      secret.kmsKeyId = parameters.text('KmsKeyId') ?? secret.kmsKeyId;
      secret.changedAt = call.now;
      return { ARN: secret.arn, Name: secret.name, VersionId: version?.id };
    },
  },
};

function getSecretValue(call: Call): ResultFields {
  const { now, parameters } = call;
  const secret = requiredLivingSecret(call);
  const version = askedVersion(secret, parameters.text('VersionId'), parameters.text('VersionStage'));
  secret.accessedAt = now;
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    SecretString: version.text,
    SecretBinary: version.binary,
    VersionStages: stagesOf(secret, version.id),
    CreatedDate: new Date(version.createdAt),
  };
}

function askedVersion(
  { stages, versions }: Secret,
  id: string | undefined,
  stage: string | undefined,
): SecretVersion {
  const label = stage ?? CURRENT;
  const wanted = id ?? stages.get(label);
  const version = wanted === undefined ? undefined : versions.get(wanted);
  if (version === undefined)
    throw secretNotFound(
      id === undefined
        ? `the specified secret value for staging label: ${label}`
        : `the specified secret value for VersionId: ${id}`,
    );
  if (stage !== undefined && stages.get(stage) !== version.id)
    throw invalidRequest('You provided a VersionStage that is not associated to the provided VersionId.');
  return version;
}

/** The version that a request brings; undefined where it brings none. @throws AwsError InvalidParameterException */
export function sentVersion({ now, parameters, world }: Call): SecretVersion | undefined {
  const text = parameters.text('SecretString');
  const binary = parameters.text('SecretBinary');
  if (text === undefined && binary === undefined) return undefined;
  if (text !== undefined && binary !== undefined)
    throw new AwsError(
      'InvalidParameterException',
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  const id = parameters.text('ClientRequestToken') ?? world.newId('sandbox-version-', 32);
  return { id, text, binary, createdAt: now };
}

/** The same token with the same value changes nothing. @throws AwsError ResourceExistsException for another value */
function store({ parameters }: Call, secret: Secret, version: SecretVersion): void {
  const known = secret.versions.get(version.id);
  if (known !== undefined) {
    if (known.text === version.text && known.binary === version.binary) return;
    throw new AwsError(
      'ResourceExistsException',
      `The operation failed because the secret version ${version.id} already exists with a different value.`,
    );
  }
  const stages = parameters.texts('VersionStages');
  if (stages.length === 0 || stages.includes(CURRENT)) makeCurrent(secret, version);
  else secret.versions.set(version.id, version);
  for (const stage of stages.filter((name) => name !== PREVIOUS)) secret.stages.set(stage, version.id);
}
