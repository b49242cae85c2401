import { responseUrlProblem } from '../../src/custom-resource/response-url';
import cases from '../cases/response-urls.json';

const HERE = { partition: 'aws', region: 'us-west-2' };
const HOST = 'https://cloudformation-custom-resource-response-uswest2.s3-us-west-2.amazonaws.com';
const idsIn = ({ partition, region }: typeof HERE) => ({
  stackId: `arn:${partition}:cloudformation:${region}:123456789012:stack/monitoring/1`,
  logicalResourceId: 'Thing',
  requestId: 'request-1',
});

/** What keeps a URL of this host from being CloudFormation's own, its path being right. */
function problemOf(origin: string, place = HERE, allowsLoopback = false): string | undefined {
  const ids = idsIn(place);
  const path = encodeURIComponent(`${ids.stackId}|${ids.logicalResourceId}|${ids.requestId}`);
  return responseUrlProblem(new URL(`${origin}/${path}?X-Amz-Signature=x`), ids, place, allowsLoopback);
}

describe('CloudFormation waits at', () => {
  test.each(cases.hosts.taken)('$sentence', ({ origin, partition, region }) => {
    expect(problemOf(origin, { partition, region })).toBeUndefined();
  });
});

describe('CloudFormation does not wait at', () => {
  test.each(cases.hosts.refused)('$sentence', ({ origin, partition, region, problem }) => {
    expect(problemOf(origin, { partition, region })).toBe(problem);
  });
});

describe('the path of the URL is', () => {
  const problemOfPath = (path: string) =>
    responseUrlProblem(new URL(`${HOST}/${path}?X-Amz-Signature=x`), idsIn(HERE), HERE, false);

  test.each(cases.paths.taken)('right $sentence', ({ path }) => {
    expect(problemOfPath(path)).toBeUndefined();
  });

  test.each(cases.paths.refused)('wrong: $sentence', ({ path }) => {
    expect(problemOfPath(path)).toBe(
      'ResponseURL is that of another request: its path is not StackId|LogicalResourceId|RequestId',
    );
  });
});

describe('where CloudFormation is played', () => {
  test.each(cases.loopback.taken)('%s is taken', (origin) => {
    expect(problemOf(origin, HERE, true)).toBeUndefined();
  });

  test.each(cases.loopback.refused)('%s is not', (origin) => {
    expect(problemOf(origin, HERE, true)).toMatch(/^ResponseURL is not an https URL on the host/);
  });

  test('its own hosts are taken, too, and every path is held to the same', () => {
    expect(problemOf(HOST, HERE, true)).toBeUndefined();
    expect(responseUrlProblem(new URL('http://127.0.0.1/reply'), idsIn(HERE), HERE, true)).toMatch(
      /^ResponseURL is that of another request/,
    );
  });
});
