export interface LogEvent {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly message: string;
}

export interface IngestedEvent extends LogEvent {
  /** In the order in which events came, over all streams of a group. */
  readonly id: string;
  readonly ingestedAt: number;
}

export interface LogStream {
  readonly name: string;
  readonly createdAt: number;
  /** In the order in which they came. */
  readonly events: IngestedEvent[];
}

/** Kept, but no metric comes of it. */
export interface MetricFilter {
  readonly name: string;
  readonly createdAt: number;
  readonly pattern: string;
  readonly transformations: readonly MetricTransformation[];
}

export interface MetricTransformation {
  readonly metricName: string;
  readonly metricNamespace: string;
  readonly metricValue: string;
  readonly defaultValue: number | undefined;
  readonly dimensions: ReadonlyMap<string, string> | undefined;
  readonly unit: string | undefined;
}

export interface LogGroup {
  readonly name: string;
  readonly createdAt: number;
  readonly tags: Map<string, string>;
  retentionDays: number | undefined;
  kmsKeyId: string | undefined;
  readonly streams: Map<string, LogStream>;
  readonly metricFilters: Map<string, MetricFilter>;
}

export function newLogGroup(name: string, createdAt: number): LogGroup {
  return {
    name,
    createdAt,
    tags: new Map(),
    retentionDays: undefined,
    kmsKeyId: undefined,
    streams: new Map(),
    metricFilters: new Map(),
  };
}

/** The stream of that name, made at the first mention. */
export function streamOf(group: LogGroup, name: string, now: number): LogStream {
  const known = group.streams.get(name);
  if (known !== undefined) return known;
  const stream: LogStream = { name, createdAt: now, events: [] };
  group.streams.set(name, stream);
  return stream;
}

const ID_DIGITS = 56;

export function ingest(group: LogGroup, stream: LogStream, events: readonly LogEvent[], now: number): void {
  let count = [...group.streams.values()].reduce((sum, { events: known }) => sum + known.length, 0);
  for (const { at, message } of events) {
    count += 1;
    stream.events.push({ at, message, id: String(count).padStart(ID_DIGITS, '0'), ingestedAt: now });
  }
}
