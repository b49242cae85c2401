import { createHash } from 'node:crypto';
import { type ConditionKeys, tagKeys } from '../authorize/context';
import { AwsError } from '../aws-error';
import { contentsIn } from '../regional-contents';
import type { Call, Permission } from '../service';
import { type Account, arnOf } from '../state';
import type { Secret } from './secret';

const SUFFIX_CHARACTERS = 6;

type Place = Pick<Call, 'account' | 'region' | 'now'>;

/** The secrets of a region by name, without those whose time of recovery is over. */
export function secretsOf({ account, region, now }: Place): Map<string, Secret> {
  const { secrets } = contentsIn(account, region);
  for (const { name, deletion } of secrets.values())
    if (deletion !== undefined && deletion.endsAt <= now) secrets.delete(name);
  return secrets;
}

/** With a hyphen and six characters that nobody can know beforehand, others for each secret that had the name. */
export function newSecretArn(account: Account, region: string, name: string, unique: string): string {
  const digest = createHash('sha256').update(`${account.id} ${region} ${name} ${unique}`).digest('base64');
  const suffix = digest.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, SUFFIX_CHARACTERS);
  return arnOf(account, 'secretsmanager', `secret:${name}-${suffix}`, region);
}

/**
 * By name, ARN, or ARN without its last seven characters.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
 */
export function findSecret(place: Place, reference: string): Secret | undefined {
  const secrets = secretsOf(place);
  if (!reference.startsWith('arn:')) return secrets.get(reference);
  const all = [...secrets.values()];
  return (
    all.find(({ arn }) => arn === reference) ??
    all.find(({ arn }) => arn.slice(0, -(SUFFIX_CHARACTERS + 1)) === reference)
  );
}

/** @throws AwsError ResourceNotFoundException */
export function requiredSecret(call: Call): Secret {
  const secret = findSecret(call, call.parameters.requiredText('SecretId'));
  if (secret === undefined) throw secretNotFound();
  return secret;
}

/** @throws AwsError ResourceNotFoundException, and InvalidRequestException for one that is marked for deletion */
export function requiredLivingSecret(call: Call): Secret {
  const secret = requiredSecret(call);
  if (secret.deletion !== undefined)
    throw invalidRequest(
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  return secret;
}

export function secretNotFound(what = 'the specified secret.'): AwsError {
  return new AwsError('ResourceNotFoundException', `Secrets Manager can't find ${what}`);
}

export function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequestException', message);
}

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

/**
 * Permission for the secret of the call: for its whole ARN, or, where there is none, for what was asked for as it was written, which
 * no policy on ARNs can allow. https://github.com/mongodb/awscdk-resources-mongodbatlas/issues/207
 */
export function secretPermission(call: Call, action: string, keys: ConditionKeys = {}): Permission {
  const reference = call.parameters.text('SecretId') ?? '*';
  const secret = findSecret(call, reference);
  const tags = secret?.tags ?? new Map<string, string>();
  return {
    action: `secretsmanager:${action}`,
    resource: secret?.arn ?? reference,
    conditionKeys: {
      'secretsmanager:SecretId': reference,
      ...tagKeys('aws:ResourceTag/', tags),
      ...tagKeys('secretsmanager:ResourceTag/', tags),
      ...keys,
    },
  };
}
