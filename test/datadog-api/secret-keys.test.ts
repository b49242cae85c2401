import { MalformedKeys } from '../../src/datadog-api/keys';
import { keysFromSecret } from '../../src/datadog-api/secret-keys';

const WHERE = 'The secret datadog-keys';
const secretOf = (generation: number) =>
  JSON.stringify({ DD_API_KEY: `api-${generation}`, DD_APP_KEY: `application-${generation}` });
const keysOf = (generation: number) => ({
  apiKey: `api-${generation}`,
  applicationKey: `application-${generation}`,
});

/** A secret whose text can be exchanged, and which counts how often it is read. */
function playedSecret(text: string | undefined) {
  const secret = { text, failure: undefined as Error | undefined, reads: 0 };
  const read = async () => {
    secret.reads++;
    if (secret.failure !== undefined) throw secret.failure;
    return secret.text;
  };
  return { secret, read };
}

describe('keys from a secret', () => {
  it('reads the secret once for all who ask', async () => {
    const { secret, read } = playedSecret(secretOf(1));
    const source = keysFromSecret(read, WHERE);

    const keys = await Promise.all([source.current(), source.current()]);

    expect(keys).toEqual([keysOf(1), keysOf(1)]);
    await expect(source.current()).resolves.toEqual(keysOf(1));
    expect(secret.reads).toBe(1);
  });

  it('gives new keys after a rotation, and goes on with them', async () => {
    const { secret, read } = playedSecret(secretOf(1));
    const source = keysFromSecret(read, WHERE);
    await source.current();
    secret.text = secretOf(2);

    await expect(source.renewed(keysOf(1))).resolves.toEqual(keysOf(2));

    await expect(source.current()).resolves.toEqual(keysOf(2));
  });

  it('gives none where the secret still has the keys that were refused', async () => {
    const { secret, read } = playedSecret(secretOf(1));
    const source = keysFromSecret(read, WHERE);
    await source.current();

    await expect(source.renewed(keysOf(1))).resolves.toBeUndefined();

    expect(secret.reads).toBe(2);
  });

  it('takes a changed application key for a change', async () => {
    const { secret, read } = playedSecret(secretOf(1));
    const source = keysFromSecret(read, WHERE);
    await source.current();
    secret.text = JSON.stringify({ DD_API_KEY: 'api-1', DD_APP_KEY: 'application-2' });

    await expect(source.renewed(keysOf(1))).resolves.toEqual({
      apiKey: 'api-1',
      applicationKey: 'application-2',
    });
  });

  it('reads once for all who were refused at the same time, and gives the new keys to each', async () => {
    const { secret, read } = playedSecret(secretOf(1));
    const source = keysFromSecret(read, WHERE);
    await source.current();
    secret.text = secretOf(2);

    const renewed = await Promise.all([
      source.renewed(keysOf(1)),
      source.renewed(keysOf(1)),
      source.renewed(keysOf(1)),
    ]);

    expect(renewed).toEqual([keysOf(2), keysOf(2), keysOf(2)]);
    expect(secret.reads).toBe(2);
  });

  it('reads again after a reading that failed', async () => {
    const { secret, read } = playedSecret(secretOf(1));
    const source = keysFromSecret(read, WHERE);
    secret.failure = new Error('no answer');
    await expect(source.current()).rejects.toThrow('no answer');
    await expect(source.renewed(keysOf(1))).rejects.toThrow('no answer');
    secret.failure = undefined;

    await expect(source.current()).resolves.toEqual(keysOf(1));
  });

  it('keeps the keys that it has where a renewal fails', async () => {
    const { secret, read } = playedSecret(secretOf(1));
    const source = keysFromSecret(read, WHERE);
    await source.current();
    secret.failure = new Error('no answer');
    await expect(source.renewed(keysOf(1))).rejects.toThrow('no answer');

    await expect(source.current()).resolves.toEqual(keysOf(1));
  });

  it('gives the new keys, without another reading, to who was refused with the old ones a moment later', async () => {
    const { secret, read } = playedSecret(secretOf(1));
    const source = keysFromSecret(read, WHERE);
    const refused = await source.current();
    secret.text = secretOf(2);
    await source.renewed(refused);

    await expect(source.renewed(refused)).resolves.toEqual(keysOf(2));

    expect(secret.reads).toBe(2);
  });

  it('reads again for who was refused with the new keys', async () => {
    const { secret, read } = playedSecret(secretOf(1));
    const source = keysFromSecret(read, WHERE);
    await source.current();
    secret.text = secretOf(2);
    await source.renewed(keysOf(1));
    secret.text = secretOf(3);

    await expect(source.renewed(keysOf(2))).resolves.toEqual(keysOf(3));
  });

  it('gives every key to be hidden, those of a rotation as well', async () => {
    const { secret, read } = playedSecret(secretOf(1));
    const hidden: string[] = [];
    const source = keysFromSecret(read, WHERE, (text) => hidden.push(text));

    await source.current();
    secret.text = secretOf(2);
    await source.renewed(keysOf(1));

    expect(hidden).toEqual(['api-1', 'application-1', 'api-2', 'application-2']);
  });

  it.each([
    { name: 'bytes', text: undefined, said: 'has bytes in place of a text' },
    { name: 'no JSON', text: 'canary-of-a-key', said: 'is not JSON' },
    {
      name: 'one key only',
      text: JSON.stringify({ DD_API_KEY: 'canary-of-a-key' }),
      said: 'lacks DD_APP_KEY',
    },
  ])('names the secret, and nothing of what it holds, where that is $name', async ({ text, said }) => {
    const { read } = playedSecret(text);

    const error = await keysFromSecret(read, WHERE)
      .current()
      .catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(MalformedKeys);
    expect(String(error)).toContain(`${WHERE} ${said}`);
    expect(String(error)).not.toContain('canary');
  });
});
