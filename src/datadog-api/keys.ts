import * as v from 'valibot';
import { UserError } from '../runtime/user-error';

/**
 * What a caller of Datadog's API proves himself with: https://docs.datadoghq.com/account_management/api-app-keys/.
 * Neither may stand in any log line, error, reply, record or event.
 */
export interface Keys {
  readonly apiKey: string;
  /** Absent where an API key is enough: checks, metrics and events are taken with that alone. */
  readonly applicationKey?: string;
}

/** Where keys come from. They may be exchanged at any time. */
export interface KeySource {
  /** The keys as they were read last. */
  current(): Promise<Keys>;
  /** Keys in the place of those that Datadog has refused; undefined when there are no others. */
  renewed(refused: Keys): Promise<Keys | undefined>;
}

/** The secret does not hold keys. The message has nothing of what it holds. */
export class MalformedKeys extends UserError {
  override readonly name = 'MalformedKeys';

  constructor(where: string, problem: string) {
    super(
      `${where} ${problem}. It must be a JSON object with Datadog's keys as DD_API_KEY and DD_APP_KEY, such as {"DD_API_KEY": "...", "DD_APP_KEY": "..."}.`,
    );
  }
}

/** Names as Datadog's own programs have them: https://docs.datadoghq.com/containers/docker/apm/ and https://docs.datadoghq.com/api/latest/ */
const API_KEY = 'DD_API_KEY';
const APPLICATION_KEY = 'DD_APP_KEY';

/** A header's value: https://www.rfc-editor.org/rfc/rfc9110#section-5.5. Longer than any key that Datadog issues. */
const KEY = /^[\x21-\x7e]{1,256}$/;

/** Whether a text can be a key, and be sent as one. */
export function isKey(text: string): boolean {
  return KEY.test(text);
}

const secretSchema = v.record(v.string(), v.unknown());

/**
 * Reads the keys from a secret's text. Blanks around a key, as a paste leaves them, are none of it.
 *
 * @param where the secret, as the message names it
 * @throws MalformedKeys
 */
export function parseKeys(text: string, where: string): Required<Keys> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new MalformedKeys(where, 'is not JSON');
  }
  const { success, output } = v.safeParse(secretSchema, content);
  if (!success || Array.isArray(content)) throw new MalformedKeys(where, 'is not a JSON object');
  const problems: string[] = [];
  const key = (name: string): string => {
    const value = output[name];
    if (value === undefined || value === '') problems.push(`lacks ${name}`);
    else if (typeof value !== 'string' || !isKey(value.trim()))
      problems.push(`has a ${name} that is no key: one is a word of letters, digits and signs`);
    else return value.trim();
    return '';
  };
  const keys = { apiKey: key(API_KEY), applicationKey: key(APPLICATION_KEY) };
  if (problems.length > 0) throw new MalformedKeys(where, problems.join(' and '));
  return keys;
}
