/** A moment as Datadog's database has it: to the nanosecond when it is written, to the microsecond when it is read. */
export interface Instant {
  /** Milliseconds since the Unix epoch. */
  readonly ms: number;
  /** Six digits below the millisecond. */
  readonly nanos: string;
}

const MILLISECONDS_END = 23;
const MICRO_DIGITS = 3;

/**
 * As an answer shows a moment that it has just written: recorded with 8 or 9 fractional digits, trailing zeros left out as Go does.
 * https://github.com/DataDog/datadog-api-client-typescript/tree/master/cassettes/v2
 */
export function asWritten({ ms, nanos }: Instant): string {
  return shown(ms, nanos);
}

/** As any later answer shows it: recorded with 5 or 6 fractional digits. */
export function asRead({ ms, nanos }: Instant): string {
  return shown(ms, nanos.slice(0, MICRO_DIGITS));
}

function shown(ms: number, digits: string): string {
  const date = new Date(ms).toISOString().slice(0, MILLISECONDS_END);
  return `${(date + digits).replace(/0+$/, '')}Z`;
}
