import { findPartition } from '../aws/partitions';

/** Where something of AWS is. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** What the path of a ResponseURL repeats. */
export interface RequestIds {
  readonly stackId: string;
  readonly logicalResourceId: string;
  readonly requestId: string;
}

/**
 * What keeps a ResponseURL from being the one that CloudFormation made for this very request; undefined when nothing
 * does. A reply to any other URL would tell somebody else of the stack, or reach another operation of it.
 *
 * CloudFormation waits at objects of buckets of its own, one a region, named after the request
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-vpce-bucketnames.html). Their hosts come in
 * several spellings: us-east-1's without a region, those of the oldest regions with `s3-`, all others with `s3.`.
 *
 * @param allowsLoopback takes this machine for CloudFormation, too: for an AWS that is played
 */
export function responseUrlProblem(
  url: URL,
  ids: RequestIds,
  place: Pick<Place, 'partition' | 'region'>,
  allowsLoopback: boolean,
): string | undefined {
  const isPlayed = allowsLoopback && isLoopback(url.hostname);
  if (!isPlayed && !isOnCloudFormationsHost(url, place))
    return 'ResponseURL is not an https URL on the host that CloudFormation has for the stack’s region';
  if (url.username !== '' || url.password !== '') return 'ResponseURL names a user';
  if (decoded(url.pathname.slice(1)) !== `${ids.stackId}|${ids.logicalResourceId}|${ids.requestId}`)
    return 'ResponseURL is that of another request: its path is not StackId|LogicalResourceId|RequestId';
  return undefined;
}

function isOnCloudFormationsHost(
  url: URL,
  { partition, region }: Pick<Place, 'partition' | 'region'>,
): boolean {
  const suffix = findPartition(partition)?.dnsSuffix;
  if (suffix === undefined || url.protocol !== 'https:' || url.port !== '') return false;
  const bucket = `cloudformation-custom-resource-response-${region.replaceAll('-', '')}`;
  return [`s3`, `s3.${region}`, `s3-${region}`, `s3.dualstack.${region}`].some(
    (service) => url.hostname === `${bucket}.${service}.${suffix}`,
  );
}

/** As URLs write it: 127.1 has become 127.0.0.1 by then. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
