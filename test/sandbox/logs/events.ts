import type { Parameters } from '../parameters';
import type { Call, OperationTable, ResultFields } from '../service';
import type { IngestedEvent, LogGroup, LogStream } from './log-group';
import { logsPermission, requiredGroup, requiredStream } from './lookup';
import { invalidToken, logsPage } from './page';
import { phrasesIn } from './phrases';

const MAX_EVENTS = 10_000;

/** Reading what was logged. `aws logs tail` is made of FilterLogEvents. */
export const EVENT_OPERATIONS: OperationTable = {
  GetLogEvents: {
    write: false,
    required: ['logStreamName'],
    permissions: (call) => [logsPermission(call, 'GetLogEvents')],
    run: getLogEvents,
  },
  FilterLogEvents: {
    write: false,
    permissions: (call) => [logsPermission(call, 'FilterLogEvents')],
    run: filterLogEvents,
  },
};

function inTime(events: readonly IngestedEvent[], from: number, before: number): IngestedEvent[] {
  return events
    .filter(({ at }) => at >= from && at < before)
    .sort((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
}

/** Tokens are `f/` or `b/` and a position: the next event forward, or the first one that is already known backward. */
function getLogEvents(call: Call): ResultFields {
  const { parameters } = call;
  const { events } = requiredStream(call, requiredGroup(call));
  const from = parameters.number('startTime') ?? 0;
  const found = inTime(events, from, parameters.number('endTime') ?? Number.POSITIVE_INFINITY);
  const size = Math.min(parameters.number('limit') ?? MAX_EVENTS, call.world.settings.pageSize);
  const [start, end] = rangeOf(parameters, found.length, size);
  return {
    events: found.slice(start, end).map(showEvent),
    nextForwardToken: `f/${end}`,
    nextBackwardToken: `b/${start}`,
  };
}

function rangeOf(parameters: Parameters, count: number, size: number): readonly [number, number] {
  const token = parameters.text('nextToken') ?? (parameters.flag('startFromHead') ? 'f/0' : `b/${count}`);
  const [, direction, digits] = /^([fb])\/(\d+)$/.exec(token) ?? [];
  if (direction === undefined) throw invalidToken();
  const position = Math.min(Number(digits), count);
  return direction === 'f'
    ? [position, Math.min(position + size, count)]
    : [Math.max(position - size, 0), position];
}

function showEvent({ at, message, ingestedAt }: IngestedEvent): ResultFields {
  return { timestamp: at, message, ingestionTime: ingestedAt };
}

/** Of all streams together, by time: `interleaved` has no meaning any more, as with AWS. */
function filterLogEvents(call: Call): ResultFields {
  const { parameters } = call;
  const phrases = phrasesIn(parameters);
  const streams = wantedStreams(requiredGroup(call), parameters);
  const from = parameters.number('startTime') ?? 0;
  // Here the end is included; in GetLogEvents it is not.
  const last = parameters.number('endTime') ?? Number.POSITIVE_INFINITY;
  const streamNames = new Map(
    streams.flatMap(({ name, events }) => events.map((event) => [event, name] as const)),
  );
  const found = inTime([...streamNames.keys()], from, last + 1).filter(({ message }) =>
    phrases.every((phrase) => message.includes(phrase)),
  );
  const { items, next } = logsPage(call, found, MAX_EVENTS);
  return {
    events: items.map((event) => ({
      logStreamName: streamNames.get(event),
      ...showEvent(event),
      eventId: event.id,
    })),
    // AWS has left this list empty since 2020.
    searchedLogStreams: [],
    nextToken: next,
  };
}

function wantedStreams({ streams }: LogGroup, parameters: Parameters): readonly LogStream[] {
  const names = parameters.texts('logStreamNames');
  const prefix = parameters.text('logStreamNamePrefix');
  if (names.length > 0 && prefix !== undefined)
    throw parameters.refused('logStreamNames and logStreamNamePrefix cannot both be given.');
  return [...streams.values()].filter(
    ({ name }) => (names.length === 0 || names.includes(name)) && name.startsWith(prefix ?? ''),
  );
}
