import { requestTagKeys } from '../authorize/context';
import { AwsError } from '../aws-error';
import type { Call, OperationTable, ResultFields } from '../service';
import type { Tags } from '../state';
import {
  invalidParameter,
  invalidRequest,
  newSecretArn,
  requiredLivingSecret,
  requiredSecret,
  secretPermission,
  secretsOf,
} from './lookup';
import { makeCurrent, type Secret, stagesOf } from './secret';
import { sentVersion } from './values';

const DAY_MS = 24 * 60 * 60 * 1000;
const SHORTEST_RECOVERY_DAYS = 7;
const LONGEST_RECOVERY_DAYS = 30;
const NAME = /^[A-Za-z0-9/_+=.@!-]{1,512}$/;

/** Secrets as they come and go. */
export const LIFECYCLE_OPERATIONS: OperationTable = {
  CreateSecret: {
    write: true,
    required: ['Name'],
    permissions: (call) => [
      {
        action: 'secretsmanager:CreateSecret',
        resource: newSecretArn(call.account, call.region, call.parameters.text('Name') ?? '', 'new'),
        resourceLabel: call.parameters.text('Name') ?? '',
        conditionKeys: {
          'secretsmanager:Name': call.parameters.text('Name'),
          ...requestTagKeys(sentTags(call)),
        },
      },
    ],
    run: createSecret,
  },
  DescribeSecret: {
    write: false,
    required: ['SecretId'],
    permissions: (call) => [secretPermission(call, 'DescribeSecret')],
    run: (call) => describe(requiredSecret(call)),
  },
  DeleteSecret: {
    write: true,
    required: ['SecretId'],
    permissions: (call) => [
      secretPermission(call, 'DeleteSecret', {
        'secretsmanager:RecoveryWindowInDays': call.parameters.text('RecoveryWindowInDays'),
        'secretsmanager:ForceDeleteWithoutRecovery': String(
          call.parameters.flag('ForceDeleteWithoutRecovery'),
        ),
      }),
    ],
    run: deleteSecret,
  },
  RestoreSecret: {
    write: true,
    required: ['SecretId'],
    permissions: (call) => [secretPermission(call, 'RestoreSecret')],
    run: (call) => {
      const secret = requiredSecret(call);
      secret.deletion = undefined;
      return { ARN: secret.arn, Name: secret.name };
    },
  },
};

function createSecret(call: Call): ResultFields {
  const { account, now, parameters, region, world } = call;
  const name = parameters.requiredText('Name');
  if (!NAME.test(name))
    throw new AwsError(
      'ValidationException',
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    );
  const version = sentVersion(call);
  const known = secretsOf(call).get(name);
  if (known?.deletion !== undefined)
    throw invalidRequest(
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  if (known !== undefined)
    throw new AwsError(
      'ResourceExistsException',
      `The operation failed because the secret ${name} already exists.`,
    );
  const secret: Secret = {
    name,
    arn: newSecretArn(account, region, name, world.newId('')),
    createdAt: now,
    changedAt: now,
    accessedAt: undefined,
    deletion: undefined,
    description: parameters.text('Description'),
    kmsKeyId: parameters.text('KmsKeyId'),
    tags: sentTags(call),
    versions: new Map(),
    stages: new Map(),
  };
  if (version !== undefined) makeCurrent(secret, version);
  secretsOf(call).set(name, secret);
  return { ARN: secret.arn, Name: name, VersionId: version?.id };
}

function sentTags({ parameters }: Call): Tags {
  return new Map(parameters.records('Tags').map((tag) => [tag.requiredText('Key'), tag.text('Value') ?? '']));
}

function describe(secret: Secret): ResultFields {
  const { accessedAt, deletion, versions } = secret;
  return {
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    CreatedDate: new Date(secret.createdAt),
    LastChangedDate: new Date(secret.changedAt),
    // To the day: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html
    LastAccessedDate: accessedAt === undefined ? undefined : new Date(accessedAt - (accessedAt % DAY_MS)),
    DeletedDate: deletion === undefined ? undefined : new Date(deletion.at),
    Tags: [...secret.tags].map(([Key, Value]) => ({ Key, Value })),
    VersionIdsToStages: Object.fromEntries([...versions.keys()].map((id) => [id, stagesOf(secret, id)])),
  };
}

function deleteSecret(call: Call): ResultFields {
  const { now, parameters } = call;
  const days = parameters.number('RecoveryWindowInDays');
  const isForced = parameters.flag('ForceDeleteWithoutRecovery');
  if (isForced && days !== undefined)
    throw invalidParameter(
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    );
  if (days !== undefined && (days < SHORTEST_RECOVERY_DAYS || days > LONGEST_RECOVERY_DAYS))
    throw invalidParameter(
      `The RecoveryWindowInDays value must be between ${SHORTEST_RECOVERY_DAYS} and ${LONGEST_RECOVERY_DAYS} days (inclusive).`,
    );
  if (isForced) return deleteForGood(call);
  const secret = requiredLivingSecret(call);
  secret.deletion = { at: now, endsAt: now + (days ?? LONGEST_RECOVERY_DAYS) * DAY_MS };
  return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(secret.deletion.endsAt) };
}

/** One that is marked for deletion, too. */
function deleteForGood(call: Call): ResultFields {
  const secret = requiredSecret(call);
  secretsOf(call).delete(secret.name);
  return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(call.now) };
}
