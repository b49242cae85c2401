export interface LogEvent {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly message: string;
}

export interface LogGroup {
  readonly name: string;
  readonly createdAt: number;
  retentionDays: number | undefined;
  kmsKeyId: string | undefined;
  /** Events by the names of their streams, in the order in which they came. */
  readonly streams: Map<string, LogEvent[]>;
}
