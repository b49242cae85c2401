import type { Secrets } from './secrets';

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

/**
 * Writes each line through `write`, every secret masked; errors become their name and message, never a stack.
 * Never throws: of fields that are no JSON (a cycle, say) the line keeps the message and why they are missing.
 */
export function createLogger(
  write: (line: string) => void,
  secrets: Secrets,
  common: LogFields = {},
): Logger {
  const emit = (level: LogLevel) => (message: string, fields?: LogFields) =>
    write(secrets.redact(toJson(level, message, { ...common, ...fields })));
  return {
    debug: emit('debug'),
    info: emit('info'),
    warn: emit('warn'),
    error: emit('error'),
    with: (fields) => createLogger(write, secrets, { ...common, ...fields }),
  };
}

function toJson(level: LogLevel, message: string, fields: LogFields): string {
  try {
    return JSON.stringify({ level, message, ...fields }, plainValues);
  } catch (error) {
    return JSON.stringify({ level, message, fieldsMissing: String(error) });
  }
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
