import type { ReceivedPut } from '../sandbox/cloudformation/put';
import type { CustomResourceRequest } from '../sandbox/cloudformation/request';
import { replyViolations } from './invariants/replies';
import type { Delivery } from './trial';

const ROLE = 'DatadogIntegrationRole';

const request: CustomResourceRequest = {
  RequestType: 'Update',
  ServiceToken: 'arn',
  ResponseURL: 'http://127.0.0.1/',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'DatadogIntegration',
  PhysicalResourceId: ROLE,
  ResourceType: 'Custom::DatadogIntegrationRole',
  ResourceProperties: {},
};

/** Every delivery of the event, with all PUTs that were made to its URL. */
function deliveries(count: number, meanings: readonly ReceivedPut['meaning'][]): Delivery[] {
  const { StackId, RequestId, LogicalResourceId } = request;
  const body = JSON.stringify({
    Status: 'SUCCESS',
    PhysicalResourceId: ROLE,
    StackId,
    RequestId,
    LogicalResourceId,
  });
  const puts = meanings.map((meaning) => ({ time: new Date(0), request, body, answered: 200, meaning }));
  const attempts = [{ outcome: 'returned', logs: [], durationMs: 1 } as const];
  const invocation = { requestId: 'id', event: request, attempts };
  return Array.from({ length: count }, () => ({ request, invocation, endedAt: 0, callsUntil: 0, puts }));
}

const roles = [ROLE];

describe('the replies to an event', () => {
  const givenUp = request;
  const answered = [request];
  it.each([
    ['one', 1, ['reply'], {}, true],
    ['none', 1, [], {}, false],
    ['one that comes too late', 1, ['late'], {}, false],
    ['a second one for one delivery', 1, ['reply', 'duplicate'], {}, false],
    ['one for each of two deliveries', 2, ['reply', 'duplicate'], {}, true],
    ['one that comes too late, where it was given up', 1, ['late'], { givenUp }, true],
    ['two of them for two deliveries', 2, ['late', 'late'], { givenUp }, true],
    ['one in time, where it was given up', 1, ['reply'], { givenUp }, false],
    ['one more, where it was answered before', 1, ['duplicate'], { answered }, true],
    ['none more, where it was answered before', 1, [], { answered }, false],
  ] as const)('%s', (_what, count, meanings, expected, isRight) => {
    const violations = replyViolations(deliveries(count, meanings), { roles, ...expected });
    expect(violations.length === 0).toBe(isRight);
  });
});
