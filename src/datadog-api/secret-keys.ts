import { type KeySource, type Keys, MalformedKeys, parseKeys } from './keys';

/**
 * Keys from a secret. They are read when they are first asked for, and again when somebody was refused with them; readings that are
 * asked for at the same time are one. A reading that fails is not kept: the next that asks reads again.
 *
 * @param read the secret's text as it is now; undefined where it has bytes in place of a text
 * @param where the secret, as messages name it
 * @param hide is given every key before anybody else is, such as `Secrets.add`
 * @returns its methods reject with what `read` rejects with, or `MalformedKeys`
 */
export function keysFromSecret(
  read: () => Promise<string | undefined>,
  where: string,
  hide: (text: string) => void = () => undefined,
): KeySource {
  let latest: Promise<Required<Keys>> | undefined;
  let renewal: Promise<Keys | undefined> | undefined;

  async function readKeys(): Promise<Required<Keys>> {
    const text = await read();
    if (text === undefined) throw new MalformedKeys(where, 'has bytes in place of a text');
    const keys = parseKeys(text, where);
    hide(keys.apiKey);
    hide(keys.applicationKey);
    return keys;
  }

  function current(): Promise<Required<Keys>> {
    if (latest !== undefined) return latest;
    const reading = readKeys();
    latest = reading;
    reading.catch(() => {
      if (latest === reading) latest = undefined;
    });
    return reading;
  }

  async function renew(): Promise<Keys | undefined> {
    const before = await latest?.catch(() => undefined);
    const keys = await readKeys();
    latest = Promise.resolve(keys);
    return isSame(before, keys) ? undefined : keys;
  }

  return {
    current,
    renewed: () => {
      renewal ??= renew().finally(() => {
        renewal = undefined;
      });
      return renewal;
    },
  };
}

function isSame(before: Required<Keys> | undefined, keys: Required<Keys>): boolean {
  return before?.apiKey === keys.apiKey && before.applicationKey === keys.applicationKey;
}
