import { takeTurn } from '../../src/state/telling';
import { memoryParameters } from '../support/memory-parameters';

const STATUS = '/datadog-integration-role/R/status';
const TELLING = `${STATUS}/telling`;
const TELLER = { sealKey: 'AROAVALIDATOR' };
const NOW = 1_000_000;
const TIMES = { now: NOW, until: NOW + 120_000 };

describe('the turn to tell people', () => {
  test('is taken by one of two runs at once, and by the other when it was given back', async () => {
    const { store, parameters } = memoryParameters();

    const [one, other] = await Promise.all([
      takeTurn(store, STATUS, TELLER, TIMES),
      takeTurn(store, STATUS, TELLER, TIMES),
    ]);

    expect([one, other].filter((turn) => turn !== undefined)).toHaveLength(1);
    await (one ?? other)?.giveBack();
    expect([...parameters.keys()]).toEqual([]);
    expect(await takeTurn(store, STATUS, TELLER, TIMES)).toBeDefined();
  });

  test('is free again when the run that has it must be over', async () => {
    const { store } = memoryParameters();
    await takeTurn(store, STATUS, TELLER, TIMES);

    const later = (now: number) => takeTurn(store, STATUS, TELLER, { now, until: now + 120_000 });

    expect(await later(TIMES.until - 1)).toBeUndefined();
    expect(await later(TIMES.until)).toBeDefined();
  });

  test.each([
    ['is not JSON', 'x'],
    ['has no seal', JSON.stringify({ until: NOW + 60_000 })],
    ['has a false seal', JSON.stringify({ until: NOW + 60_000, seal: 'x' })],
  ])('is not kept from anybody by what %s', async (_, text) => {
    const { store } = memoryParameters();
    await store.write(TELLING, text);

    expect(await takeTurn(store, STATUS, TELLER, TIMES)).toBeDefined();
  });

  test('is not kept for longer than any run lasts', async () => {
    const { store } = memoryParameters();
    await takeTurn(store, STATUS, TELLER, { now: NOW, until: NOW + 1_000_000_000 });

    const later = NOW + 900_000;

    expect(await takeTurn(store, STATUS, TELLER, { now: later, until: later + 120_000 })).toBeDefined();
  });

  test('does not hold for another integration, nor for another validator', async () => {
    const { store, parameters } = memoryParameters();
    await takeTurn(store, STATUS, TELLER, TIMES);
    const { text = '' } = parameters.get(TELLING) ?? {};
    parameters.set('/datadog-integration-role/S/status/telling', { text, version: 1 });

    expect(await takeTurn(store, '/datadog-integration-role/S/status', TELLER, TIMES)).toBeDefined();
    expect(await takeTurn(store, STATUS, { sealKey: 'AROAANOTHER' }, TIMES)).toBeDefined();
  });
});
