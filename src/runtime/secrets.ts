/** Values that must appear in no log line, error, reply, record or metric. */
export interface Secrets {
  /** From now on `redact` masks this value, and its JSON-escaped and URL-encoded forms. */
  add(value: string): void;
  /** `text` with every secret replaced by `[redacted]`. */
  redact(text: string): string;
}

const MASK = '[redacted]';

export function createSecrets(): Secrets {
  const forms = new Set<string>();
  return {
    add: (value) => {
      if (value === '') return;
      // Half a surrogate pair has no URL-encoded form: `encodeURIComponent` throws on it.
      const encodable = Buffer.from(value).toString();
      for (const form of [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(encodable)])
        forms.add(form);
    },
    redact: (text) =>
      [...forms]
        .sort((a, b) => b.length - a.length)
        .reduce((masked, form) => masked.replaceAll(form, MASK), text),
  };
}
