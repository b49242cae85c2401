import { request } from 'node:http';
import { type Sandbox, startSandbox } from '..';
import { ACCOUNT, allow, TRUST_LAMBDA } from './harness';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ accounts: { [ACCOUNT]: { regions: ['us-east-1'] } } });
});
afterEach(() => sandbox.stop());

/** Status of a call that is signed for a service. */
function call(
  service: string,
  accessKeyId: string,
  asked: { target?: string; body?: string; path?: string },
) {
  const { target, body = '', path = '/' } = asked;
  return new Promise<number | undefined>((resolve, reject) => {
    const headers = {
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/${service}/aws4_request`,
      'content-type':
        target === undefined ? 'application/x-www-form-urlencoded' : 'application/x-amz-json-1.0',
      ...(target === undefined ? {} : { 'x-amz-target': target }),
    };
    const method = path === '/' ? 'POST' : 'GET';
    request(`${sandbox.endpoint}${path}`, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end(body);
  });
}

test('the first reads of services are authorized, whatever their protocol', async () => {
  const role = { name: 'R', trust: TRUST_LAMBDA, inline: { some: allow('ec2:*', 'tag:*', 'lambda:*') } };
  sandbox.account().seed({ roles: [role] });
  const { accessKeyId } = sandbox.account().credentialsOf('R');

  expect(await call('ec2', accessKeyId, { body: 'Action=DescribeInstances' })).toBe(200);
  expect(await call('rds', accessKeyId, { body: 'Action=DescribeDBInstances' })).toBe(403);
  const GetResources = 'ResourceGroupsTaggingAPI_20170126.GetResources';
  expect(await call('tagging', accessKeyId, { target: GetResources, body: '{}' })).toBe(200);
  expect(await call('sqs', accessKeyId, { target: 'AmazonSQS.ListQueues', body: '{}' })).toBe(400);
  expect(await call('lambda', accessKeyId, { path: '/2015-03-31/functions' })).toBe(200);
});
