import type { Parameters } from '../parameters';
import type { Call, OperationTable, ResultFields } from '../service';
import { ingest, type LogEvent, type LogStream, streamOf } from './log-group';
import { alreadyExists, groupArn, logsPermission, requiredGroup, requiredStream } from './lookup';
import { logsPage } from './page';

const MAX_STREAMS = 50;
const MAX_EVENTS = 10_000;

export const STREAM_OPERATIONS: OperationTable = {
  CreateLogStream: {
    write: true,
    required: ['logGroupName', 'logStreamName'],
    permissions: (call) => [logsPermission(call, 'CreateLogStream')],
    run: (call) => {
      const group = requiredGroup(call);
      const name = call.parameters.requiredText('logStreamName');
      if (group.streams.has(name)) throw alreadyExists('log stream');
      streamOf(group, name, call.now);
      return {};
    },
  },
  PutLogEvents: {
    write: true,
    required: ['logGroupName', 'logStreamName', 'logEvents'],
    permissions: (call) => [logsPermission(call, 'PutLogEvents')],
    run: (call) => {
      const group = requiredGroup(call);
      const stream = requiredStream(call, group);
      ingest(group, stream, sentEvents(call.parameters), call.now);
      return {};
    },
  },
  DescribeLogStreams: {
    write: false,
    permissions: (call) => [logsPermission(call, 'DescribeLogStreams')],
    run: describeLogStreams,
  },
};

function sentEvents(parameters: Parameters): readonly LogEvent[] {
  const events = parameters.records('logEvents').map((event) => {
    const at = event.number('timestamp');
    if (at === undefined) throw event.missing('timestamp');
    return { at, message: event.requiredText('message') };
  });
  if (events.length === 0 || events.length > MAX_EVENTS)
    throw parameters.invalid([
      "Value at 'logEvents' failed to satisfy constraint: Member must have length " +
        (events.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MAX_EVENTS}`),
    ]);
  if (events.some(({ at }, index) => at < (events[index - 1]?.at ?? at)))
    throw parameters.refused('Log events in a single PutLogEvents request must be in chronological order.');
  return events;
}

function describeLogStreams(call: Call): ResultFields {
  const { parameters } = call;
  const group = requiredGroup(call);
  const prefix = parameters.text('logStreamNamePrefix');
  const byTime = parameters.text('orderBy') === 'LastEventTime';
  if (byTime && prefix !== undefined)
    throw parameters.refused('Cannot order by LastEventTime with a logStreamNamePrefix.');
  const streams = [...group.streams.values()]
    .filter(({ name }) => name.startsWith(prefix ?? ''))
    .sort((one, other) => (byTime ? lastTime(one) - lastTime(other) : one.name < other.name ? -1 : 1));
  if (parameters.flag('descending')) streams.reverse();
  const { items, next } = logsPage(call, streams, MAX_STREAMS);
  return { logStreams: items.map((stream) => showStream(call, group.name, stream)), nextToken: next };
}

function lastTime({ events }: LogStream): number {
  return Math.max(0, ...events.map(({ at }) => at));
}

function showStream(call: Call, groupName: string, stream: LogStream): ResultFields {
  const { name, createdAt, events } = stream;
  const times = {
    firstEventTimestamp: Math.min(...events.map(({ at }) => at)),
    lastEventTimestamp: lastTime(stream),
    lastIngestionTime: events.at(-1)?.ingestedAt,
  };
  return {
    logStreamName: name,
    creationTime: createdAt,
    ...(events.length === 0 ? {} : times),
    arn: `${groupArn(call, groupName)}:log-stream:${name}`,
    // What AWS says of any stream.
    storedBytes: 0,
  };
}
