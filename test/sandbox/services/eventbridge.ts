import { randomUUID } from 'node:crypto';
import type { Parameters } from '../parameters';
import type { Call, ResultFields, Service } from '../service';
import { arnOf } from '../state';

const MAX_ENTRIES = 10;

/**
 * EventBridge takes events and delivers them to nobody: the journal keeps what was sent.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export const EVENTBRIDGE: Service = {
  name: 'events',
  protocol: 'json',
  version: '2015-10-07',
  namespace: '',
  target: 'AWSEvents',
  global: false,
  validationCode: 'ValidationException',
  denial: { code: 'AccessDeniedException', status: 400 },
  invalidTokenCode: 'UnrecognizedClientException',
  operations: {
    PutEvents: {
      write: true,
      required: ['Entries'],
      // Each entry is judged by itself, with one source and one detail type:
      // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
      permissions: (call) =>
        call.parameters.records('Entries').map((entry) => ({
          action: 'events:PutEvents',
          resource: busArn(call, entry),
          conditionKeys: {
            'events:source': entry.text('Source'),
            'events:detail-type': entry.text('DetailType'),
          },
        })),
      run: putEvents,
    },
  },
};

function busArn(call: Call, entry: Parameters): string {
  const bus = entry.text('EventBusName') ?? 'default';
  return bus.startsWith('arn:') ? bus : arnOf(call.account, 'events', `event-bus/${bus}`, call.region);
}

function putEvents({ parameters }: Call): ResultFields {
  const entries = parameters.records('Entries');
  if (entries.length > MAX_ENTRIES) {
    throw parameters.invalid([
      `Value at 'entries' failed to satisfy constraint: Member must have length less than or equal to ${MAX_ENTRIES}`,
    ]);
  }
  const results = entries.map(resultOf);
  return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
}

/** Entries fail one by one; the call succeeds all the same. */
function resultOf(entry: Parameters): ResultFields {
  for (const name of ['Source', 'DetailType', 'Detail']) {
    if (entry.has(name)) continue;
    return {
      ErrorCode: 'InvalidArgument',
      ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
    };
  }
  try {
    JSON.parse(entry.requiredText('Detail'));
  } catch {
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  }
  return { EventId: randomUUID() };
}
