import { AwsError } from '../aws-error';
import { RawAnswer } from '../raw-answer';
import type { Call, OperationTable } from '../service';
import { textsIn } from './body';
import { bucketPermission, requiredBucket } from './lookup';

const NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** Whose buckets have no location, and where one's own can be made again. */
const FIRST_REGION = 'us-east-1';

export const BUCKET_OPERATIONS: OperationTable = {
  ListBuckets: {
    write: false,
    permissions: () => [{ action: 's3:ListAllMyBuckets', resource: '*', resourceLabel: '' }],
    run: ({ world, account }) => ({
      Owner: { ID: account.id },
      Buckets: {
        Bucket: [...world.buckets.values()]
          .filter(({ accountId }) => accountId === account.id)
          .sort((one, other) => (one.name < other.name ? -1 : 1))
          .map(({ name, createdAt }) => ({ Name: name, CreationDate: new Date(createdAt) })),
      },
    }),
  },
  CreateBucket: {
    write: true,
    permissions: (call) => [bucketPermission(call, 'CreateBucket')],
    run: createBucket,
  },
  HeadBucket: {
    write: false,
    permissions: (call) => [bucketPermission(call, 'ListBucket')],
    run: (call) => new RawAnswer('', { 'x-amz-bucket-region': requiredBucket(call).region }),
  },
  GetBucketLocation: {
    write: false,
    permissions: (call) => [bucketPermission(call, 'GetBucketLocation')],
    run: (call) => {
      const { region } = requiredBucket(call);
      const text = region === FIRST_REGION ? '' : region;
      return new RawAnswer(
        `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${text}</LocationConstraint>`,
        { 'content-type': 'application/xml' },
      );
    },
  },
  DeleteBucket: {
    write: true,
    permissions: (call) => [bucketPermission(call, 'DeleteBucket')],
    run: (call) => {
      const { name, objects } = requiredBucket(call);
      if (objects.size > 0)
        throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
      call.world.buckets.delete(name);
      return new RawAnswer('', {}, 204);
    },
  },
};

function createBucket(call: Call): RawAnswer {
  const { world, account, region, parameters, now } = call;
  const name = parameters.requiredText('Bucket');
  if (!NAME.test(name)) throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.');
  checkLocation(region, textsIn(call, 'LocationConstraint')[0]);
  const known = world.buckets.get(name);
  if (known !== undefined && known.accountId !== account.id)
    throw new AwsError(
      'BucketAlreadyExists',
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. ' +
        'Please select a different name and try again.',
      409,
    );
  if (known !== undefined && region !== FIRST_REGION)
    throw new AwsError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      409,
    );
  if (known === undefined)
    world.buckets.set(name, { name, accountId: account.id, region, createdAt: now, objects: new Map() });
  return new RawAnswer('', { location: `/${name}` });
}

/** A bucket is made by the endpoint of its region. */
function checkLocation(region: string, location: string | undefined): void {
  if (location === FIRST_REGION)
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid');
  if ((location ?? FIRST_REGION) === region) return;
  throw new AwsError(
    'IllegalLocationConstraintException',
    `The ${location ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this ` +
      'request was sent to.',
  );
}
