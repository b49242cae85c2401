import { AwsError } from '../aws-error';
import type { Parameters } from '../parameters';
import type { Service } from '../service';
import { BUCKET_OPERATIONS } from './buckets';
import { LIST_OBJECTS } from './list-objects';
import { OBJECT_OPERATIONS } from './objects';

/** What makes of an operation another one, or another kind of it, that the sandbox has not. */
const UNSERVED = [
  ...[
    'acl',
    'cors',
    'encryption',
    'lifecycle',
    'logging',
    'notification',
    'object-lock',
    'ownershipControls',
  ],
  ...['partNumber', 'policy', 'publicAccessBlock', 'replication', 'retention', 'tagging', 'uploadId'],
  ...['versionId', 'versioning', 'website', 'CopySource', 'IfMatch', 'IfNoneMatch'],
];

/** Amazon S3, with the bucket in the path. https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html */
export const S3: Service = {
  name: 's3',
  protocol: 'rest-xml',
  version: '2006-03-01',
  namespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
  routes: {
    'GET /': 'ListBuckets',
    'PUT /{Bucket}': 'CreateBucket',
    'HEAD /{Bucket}': 'HeadBucket',
    'GET /{Bucket}?location': 'GetBucketLocation',
    'GET /{Bucket}?list-type': 'ListObjectsV2',
    'DELETE /{Bucket}': 'DeleteBucket',
    'POST /{Bucket}?delete': 'DeleteObjects',
    'PUT /{Bucket}/{Key+}': 'PutObject',
    'GET /{Bucket}/{Key+}': 'GetObject',
    'HEAD /{Bucket}/{Key+}': 'HeadObject',
    'DELETE /{Bucket}/{Key+}': 'DeleteObject',
  },
  headers: {
    'content-md5': 'ContentMD5',
    'content-type': 'ContentType',
    'if-match': 'IfMatch',
    'if-none-match': 'IfNoneMatch',
    range: 'Range',
    'x-amz-content-sha256': 'ContentSha256',
    'x-amz-copy-source': 'CopySource',
  },
  global: false,
  validationCode: 'InvalidArgument',
  denial: { code: 'AccessDenied', status: 403 },
  invalidTokenCode: 'InvalidToken',
  checkParameters: refuseUnserved,
  operations: { ...BUCKET_OPERATIONS, ...OBJECT_OPERATIONS, ListObjectsV2: LIST_OBJECTS },
};

function refuseUnserved(parameters: Parameters): void {
  const name = UNSERVED.find((unserved) => parameters.has(unserved));
  if (name === undefined) return;
  throw new AwsError('NotImplemented', `${name} is not served by the sandbox.`, 501);
}
