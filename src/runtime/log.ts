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

/** Writes each line through `write`, every secret masked; errors become their name and message, never a stack. */
export function createLogger(
  write: (line: string) => void,
  secrets: Secrets,
  common: LogFields = {},
): Logger {
  const emit = (level: LogLevel) => (message: string, fields?: LogFields) =>
    write(secrets.redact(JSON.stringify({ level, message, ...common, ...fields }, plainErrors)));
  return {
    debug: emit('debug'),
    info: emit('info'),
    warn: emit('warn'),
    error: emit('error'),
    with: (fields) => createLogger(write, secrets, { ...common, ...fields }),
  };
}

function plainErrors(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return {
    name: value.name,
    message: value.message,
    ...(value.cause === undefined ? {} : { cause: value.cause }),
  };
}
