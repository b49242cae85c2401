import type { Secrets } from './secrets';
import { cutToJsonBytes, jsonTextBytes, visible } from './text';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, unknown>>;

/** One JSON object a line, as CloudWatch Logs Insights reads them. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to every line. */
  with(fields: LogFields): Logger;
}

/** Of a line: whoever sends an event decides how long its faults are, and every byte of the log is paid for. */
const LINE_MAX_BYTES = 48 * 1_024;
/** Of one field of a line that is too long: the fields of any line have room beside each other. */
const FIELD_MAX_BYTES = 4 * 1_024;

/**
 * Writes each line through `write`, every secret masked, every character visible; errors become their name and message,
 * never a stack. Never throws: of fields that are no JSON (a cycle, say) the line keeps the message and why they are
 * missing; of a line that is too long, fields keep their beginnings and `leftOut` names them.
 */
export function createLogger(
  write: (line: string) => void,
  secrets: Secrets,
  common: LogFields = {},
): Logger {
  const shown = (text: string) => visible(secrets.redact(text));
  const emit = (level: LogLevel) => (message: string, fields?: LogFields) =>
    write(lineOf({ level, message, ...common, ...fields }, shown));
  return {
    debug: emit('debug'),
    info: emit('info'),
    warn: emit('warn'),
    error: emit('error'),
    with: (fields) => createLogger(write, secrets, { ...common, ...fields }),
  };
}

type Shown = (text: string) => string;

function lineOf(fields: LogFields, shown: Shown): string {
  try {
    const line = shown(jsonOf(fields));
    return Buffer.byteLength(line) <= LINE_MAX_BYTES ? line : shown(jsonOf(shortenedFields(fields, shown)));
  } catch (error) {
    const { level, message } = fields;
    return shown(jsonOf({ level, message, fieldsMissing: String(error) }));
  }
}

/**
 * The fields, with the beginning of its text or JSON in the place of each that is too long, and what is missing by that.
 * Masked before it is cut, for half of a secret would not be known any more.
 */
function shortenedFields(fields: LogFields, shown: Shown): LogFields {
  const leftOut: string[] = [];
  const kept = Object.entries(fields).map(([name, value]) => {
    const text = shown(typeof value === 'string' ? value : jsonOf(value));
    const bytes = jsonTextBytes(text);
    if (bytes <= FIELD_MAX_BYTES) return [name, value];
    leftOut.push(`${name}: all but the first ${FIELD_MAX_BYTES} of ${bytes} bytes`);
    return [name, cutToJsonBytes(text, FIELD_MAX_BYTES)];
  });
  return { ...Object.fromEntries(kept), leftOut };
}

function jsonOf(value: unknown): string {
  return JSON.stringify(value, plainValues) ?? '';
}

function plainValues(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (!(value instanceof Error)) return value;
  return {
    name: value.name,
    message: value.message,
    ...(value instanceof AggregateError ? { errors: value.errors } : {}),
    ...(value.cause === undefined ? {} : { cause: value.cause }),
  };
}

/** Where a Lambda function's log lines go: Lambda passes its standard output on to CloudWatch Logs. */
export function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
