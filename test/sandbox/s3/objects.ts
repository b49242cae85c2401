import { createHash } from 'node:crypto';
import { AwsError } from '../aws-error';
import { RawAnswer } from '../raw-answer';
import type { Call, OperationTable, Permission } from '../service';
import { sentObject, textsIn } from './body';
import type { StoredObject } from './bucket';
import { bucketPermission, objectPermission, requiredBucket, requiredObject } from './lookup';

export const OBJECT_OPERATIONS: OperationTable = {
  PutObject: {
    write: true,
    permissions: (call) => [ofKey(call, 'PutObject')],
    run: putObject,
  },
  GetObject: {
    write: false,
    permissions: readPermissions,
    run: getObject,
  },
  HeadObject: {
    write: false,
    permissions: readPermissions,
    run: (call) => {
      const object = requiredObject(call);
      return new RawAnswer('', { ...headersOf(object), 'content-length': String(object.body.length) });
    },
  },
  // What does not exist is deleted, too.
  DeleteObject: {
    write: true,
    permissions: (call) => [ofKey(call, 'DeleteObject')],
    run: (call) => {
      requiredBucket(call).objects.delete(call.parameters.requiredText('Key'));
      return new RawAnswer('', {}, 204);
    },
  },
  DeleteObjects: {
    write: true,
    permissions: (call) => textsIn(call, 'Key').map((key) => objectPermission(call, 'DeleteObject', key)),
    run: (call) => {
      const { objects } = requiredBucket(call);
      const keys = textsIn(call, 'Key');
      for (const key of keys) objects.delete(key);
      const quiet = textsIn(call, 'Quiet')[0] === 'true';
      return { Deleted: quiet ? [] : keys.map((key) => ({ Key: key })) };
    },
  },
};

function ofKey(call: Call, action: string): Permission {
  return objectPermission(call, action, call.parameters.text('Key') ?? '');
}

/** Whether an object is missing is told to those only who may list the bucket. */
function readPermissions(call: Call): readonly Permission[] {
  const { world, parameters } = call;
  const objects = world.buckets.get(parameters.text('Bucket') ?? '')?.objects;
  const read = ofKey(call, 'GetObject');
  return objects?.has(parameters.text('Key') ?? '') ? [read] : [read, bucketPermission(call, 'ListBucket')];
}

function putObject(call: Call): RawAnswer {
  const { parameters, now } = call;
  const { objects } = requiredBucket(call);
  const key = parameters.requiredText('Key');
  const body = sentObject(call);
  const digest = createHash('md5').update(body).digest();
  const claimed = parameters.text('ContentMD5');
  if (claimed !== undefined && claimed !== digest.toString('base64'))
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  const object: StoredObject = {
    key,
    body,
    etag: `"${digest.toString('hex')}"`,
    contentType: parameters.text('ContentType') ?? 'binary/octet-stream',
    modifiedAt: now,
  };
  objects.set(key, object);
  return new RawAnswer('', { etag: object.etag });
}

function headersOf({ etag, contentType, modifiedAt }: StoredObject): Readonly<Record<string, string>> {
  return {
    etag,
    'content-type': contentType,
    'last-modified': new Date(modifiedAt).toUTCString(),
    'accept-ranges': 'bytes',
  };
}

function getObject(call: Call): RawAnswer {
  const object = requiredObject(call);
  const { body } = object;
  const headers = headersOf(object);
  const range = /^bytes=(\d+)-(\d*)$/.exec(call.parameters.text('Range') ?? '');
  if (range === null) return new RawAnswer(body, headers);
  const [, first = '', last = ''] = range;
  const start = Number(first);
  if (start >= body.length) throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
  const end = Math.min(last === '' ? body.length : Number(last) + 1, body.length);
  const contentRange = `bytes ${start}-${end - 1}/${body.length}`;
  return new RawAnswer(body.subarray(start, end), { ...headers, 'content-range': contentRange }, 206);
}
