import type { ConditionKeys } from '../authorize/context';
import { AwsError } from '../aws-error';
import type { Call, Permission } from '../service';
import type { Bucket, StoredObject } from './bucket';

/** @throws AwsError NoSuchBucket, and AccessDenied for a bucket of another account: there are no bucket policies */
export function requiredBucket(call: Call): Bucket {
  const bucket = call.world.buckets.get(call.parameters.requiredText('Bucket'));
  if (bucket === undefined) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
  if (bucket.accountId !== call.account.id) throw new AwsError('AccessDenied', 'Access Denied', 403);
  return bucket;
}

export function requiredObject(call: Call): StoredObject {
  const object = requiredBucket(call).objects.get(call.parameters.requiredText('Key'));
  if (object === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  return object;
}

export function bucketPermission(call: Call, action: string, keys: ConditionKeys = {}): Permission {
  return permissionOn(call, action, call.parameters.text('Bucket') ?? '', keys);
}

export function objectPermission(call: Call, action: string, key: string): Permission {
  return permissionOn(call, action, `${call.parameters.text('Bucket') ?? ''}/${key}`);
}

/** Denials have the ARN in quotation marks. */
function permissionOn(
  { account }: Call,
  action: string,
  resource: string,
  conditionKeys: ConditionKeys = {},
): Permission {
  const arn = `arn:${account.partition}:s3:::${resource}`;
  return { action: `s3:${action}`, resource: arn, resourceLabel: `"${arn}"`, conditionKeys };
}
