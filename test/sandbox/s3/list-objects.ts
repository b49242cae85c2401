import { AwsError } from '../aws-error';
import type { Call, Operation, ResultFields } from '../service';
import type { StoredObject } from './bucket';
import { bucketPermission, requiredBucket } from './lookup';

const MAX_KEYS = 1000;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const LIST_OBJECTS: Operation = {
  write: false,
  permissions: (call) => [
    bucketPermission(call, 'ListBucket', {
      's3:prefix': call.parameters.text('prefix') ?? '',
      's3:delimiter': call.parameters.text('delimiter'),
    }),
  ],
  run: listObjects,
};

/** A key, or what keys have in common up to the delimiter. */
interface Entry {
  readonly name: string;
  readonly object: StoredObject | undefined;
}

function listObjects(call: Call): ResultFields {
  const { parameters, world } = call;
  const { name, objects } = requiredBucket(call);
  const prefix = parameters.text('prefix') ?? '';
  const delimiter = parameters.text('delimiter') ?? '';
  const size = Math.min(parameters.number('max-keys') ?? MAX_KEYS, MAX_KEYS, world.settings.pageSize);
  const after = tokenIn(call) ?? parameters.text('start-after') ?? '';
  const found = entriesOf([...objects.values()], prefix, delimiter).filter((entry) => entry.name > after);
  const page = found.slice(0, size);
  const truncated = found.length > page.length;
  return {
    Name: name,
    Prefix: prefix,
    Delimiter: delimiter === '' ? undefined : delimiter,
    MaxKeys: size,
    KeyCount: page.length,
    IsTruncated: truncated,
    NextContinuationToken: truncated ? Buffer.from(page.at(-1)?.name ?? '').toString('base64url') : undefined,
    Contents: page.flatMap(({ object }) => (object === undefined ? [] : [showObject(object)])),
    CommonPrefixes: page.flatMap((entry) => (entry.object === undefined ? [{ Prefix: entry.name }] : [])),
  };
}

function tokenIn({ parameters }: Call): string | undefined {
  const token = parameters.text('continuation-token');
  if (token === undefined) return undefined;
  if (!/^[\w-]+$/.test(token))
    throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect');
  return Buffer.from(token, 'base64url').toString();
}

function entriesOf(objects: readonly StoredObject[], prefix: string, delimiter: string): Entry[] {
  const entries = objects
    .filter(({ key }) => key.startsWith(prefix))
    .map((object): Entry => {
      const cut = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
      return cut < 0
        ? { name: object.key, object }
        : { name: object.key.slice(0, cut + delimiter.length), object: undefined };
    });
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return [...byName.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function showObject({ key, body, etag, modifiedAt }: StoredObject): ResultFields {
  return {
    Key: key,
    LastModified: new Date(modifiedAt),
    ETag: etag,
    Size: body.length,
    StorageClass: 'STANDARD',
  };
}
