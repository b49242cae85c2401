import { type KeySource, type Keys, MalformedKeys, parseKeys } from './keys';

/**
 * Keys from a secret. They are read when they are first asked for, and again when somebody was refused with the latest; readings that
 * are asked for at the same time are one. A reading that fails is not kept: the next that asks reads again.
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
  let renewal: Promise<Required<Keys>> | undefined;

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

  async function renew(): Promise<Required<Keys>> {
    const keys = await readKeys();
    latest = Promise.resolve(keys);
    return keys;
  }

  function readAgain(): Promise<Required<Keys>> {
    renewal ??= renew().finally(() => {
      renewal = undefined;
    });
    return renewal;
  }

  return {
    current,
    renewed: async (refused) => {
      // Another request may have been refused with the same keys before, and have brought others.
      const known = await latest?.catch(() => undefined);
      if (known !== undefined && !isSame(refused, known)) return known;
      const keys = await readAgain();
      return isSame(refused, keys) ? undefined : keys;
    },
  };
}

/** An application key that was not sent was not refused. */
function isSame(refused: Keys, keys: Required<Keys>): boolean {
  const { apiKey, applicationKey = keys.applicationKey } = refused;
  return apiKey === keys.apiKey && applicationKey === keys.applicationKey;
}
