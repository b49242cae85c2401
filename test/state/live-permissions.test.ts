import { forgetLiveNews, type LiveNews, readLiveNews, writeLiveNews } from '../../src/state/live-permissions';
import { PARAMETER_MAX_BYTES } from '../../src/state/parameter-store';
import { memoryParameters } from '../support/memory-parameters';

const PARAMETER = '/datadog-integration-role/a.2eb/status/live-permissions';
const NEWS: LiveNews = {
  at: 1_000,
  site: 'datadoghq.eu',
  comparedWith: '2026-03-10',
  standard: ['xray:GetGroups'],
  resourceCollection: ['dax:ListTags'],
  leftAway: 0,
};

test('what was kept is read back, and forgotten', async () => {
  const { store, parameters } = memoryParameters();
  await writeLiveNews(store, 'a.b', NEWS);
  expect([...parameters.keys()]).toEqual([PARAMETER]);
  await expect(readLiveNews(store, 'a.b')).resolves.toEqual(NEWS);
  await forgetLiveNews(store, 'a.b');
  await expect(readLiveNews(store, 'a.b')).resolves.toBeUndefined();
});

test.each(['oops', '{}', JSON.stringify({ ...NEWS, standard: [1] })])(
  'what somebody else has written there (%s) counts as nothing',
  async (text) => {
    const { store } = memoryParameters();
    await store.write(PARAMETER, text);
    await expect(readLiveNews(store, 'a.b')).resolves.toBeUndefined();
  },
);

test('of more than a parameter holds, as much is kept as there is room for, and how many there are besides', async () => {
  const { store, parameters } = memoryParameters();
  const standard = Array.from({ length: 400 }, (_, index) => `novelty:DescribeSomethingNew${index}`);
  await writeLiveNews(store, 'a.b', { ...NEWS, standard });

  expect(Buffer.byteLength(parameters.get(PARAMETER)?.text ?? '')).toBeLessThan(PARAMETER_MAX_BYTES);
  const kept = await readLiveNews(store, 'a.b');
  expect(kept?.standard.length).toBeGreaterThan(100);
  expect(kept?.standard).toEqual(standard.slice(0, kept?.standard.length));
  expect((kept?.standard.length ?? 0) + (kept?.resourceCollection.length ?? 0) + (kept?.leftAway ?? 0)).toBe(
    401,
  );
});
