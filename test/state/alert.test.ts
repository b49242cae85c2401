import {
  type AlertState,
  isSameState,
  readAlertState,
  type StoredAlert,
  type Teller,
  writeAlertState,
} from '../../src/state/alert';
import { memoryParameters } from '../support/memory-parameters';

const TELLER: Teller = { sealKey: 'AROAVALIDATOR', address: 'arn:aws:sns:us-east-1:123456789012:alerts' };
const NAME = '/datadog-integration-role/R/status';
const NOTHING: StoredAlert = { parameter: NAME, version: 0 };

const HEALTHY = { status: 'healthy', findings: {}, since: '2026-06-01T12:00:00.000Z' } as const;
const FAILING: AlertState = {
  status: 'failing',
  findings: { regions: 'fail:0123456789abcdef', 'drift-tags': 'warn:0123456789abcdef' },
  since: '2026-06-01T13:00:00.000Z',
  isBlind: false,
  doubted: [],
  told: HEALTHY,
};

const write = (
  store: Parameters<typeof writeAlertState>[0],
  state: AlertState,
  before = NOTHING,
  teller = TELLER,
) => writeAlertState(store, 'R', state, { teller, before });

describe('what people were told last', () => {
  test('is read back as it was written, beside the record', async () => {
    const { store, parameters } = memoryParameters();

    const written = await write(store, FAILING);

    expect([...parameters.keys()]).toEqual([NAME]);
    expect(await readAlertState(store, 'R', TELLER)).toEqual({ parameter: NAME, version: 1, state: FAILING });
    expect(written).toEqual({ parameter: NAME, version: 1, state: FAILING });
  });

  test('says the last status in so many words, for whoever looks', async () => {
    const { store, parameters } = memoryParameters();

    await write(store, FAILING);

    expect(JSON.parse(parameters.get(NAME)?.text ?? '')).toMatchObject({ status: 'failing' });
  });

  test.each<[string, string, (text: string) => string]>([
    ['for another role', 'S', (text) => text],
    ['and was changed since', 'R', (text) => text.replace('failing', 'healthy')],
    ['with another time', 'R', (text) => text.replace('13:00', '14:00')],
    ['with other doubts', 'R', (text) => text.replace('"doubted":[]', '"doubted":["regions"]')],
    [
      'with another told status',
      'R',
      (text) => text.replace('"told":{"status":"healthy"', '"told":{"status":"failing"'),
    ],
  ])('counts as nothing where it was stored %s', async (_, roleName, change) => {
    const { store, parameters } = memoryParameters();
    await write(store, FAILING);
    const { text = '' } = parameters.get(NAME) ?? {};
    parameters.set(`/datadog-integration-role/${roleName}/status`, { text: change(text), version: 1 });

    expect((await readAlertState(store, roleName, TELLER)).state).toBeUndefined();
  });

  test('counts as nothing where somebody has written back what was once stored', async () => {
    const { store, parameters } = memoryParameters();
    const first = await write(store, FAILING);
    const once = parameters.get(NAME)?.text ?? '';
    await write(store, { ...FAILING, status: 'healthy' }, first);

    await store.write(NAME, once);

    expect(await readAlertState(store, 'R', TELLER)).toEqual({ parameter: NAME, version: 3 });
  });

  test.each([
    ['what is no JSON', 'x'],
    ['no object', 'null'],
    ['what an earlier version has written', '{"status":"healthy","cause":"x","seal":"x"}'],
    ['a status that there is not', JSON.stringify({ ...FAILING, status: 'fine', seal: 'x' })],
    ['no seal', JSON.stringify(FAILING)],
  ])('counts as nothing where %s is stored, and is written there', async (_, text) => {
    const { store, parameters } = memoryParameters();
    parameters.set(NAME, { text, version: 4 });

    const before = await readAlertState(store, 'R', TELLER);
    await write(store, FAILING, before);

    expect(before).toEqual({ parameter: NAME, version: 4 });
    expect((await readAlertState(store, 'R', TELLER)).state).toEqual(FAILING);
  });

  test('is the same whatever the order of its findings is', () => {
    const turned = { ...FAILING, findings: Object.fromEntries(Object.entries(FAILING.findings).reverse()) };

    expect(isSameState(FAILING, turned)).toBe(true);
    expect(isSameState(FAILING, { ...FAILING, doubted: ['regions'] })).toBe(false);
  });
});

describe('a second validator, and a validator with another topic,', () => {
  test.each([
    ['has a parameter of its own', { ...TELLER, sealKey: 'AROAANOTHER' }],
    ['has one, too, with the same role', { ...TELLER, address: 'arn:aws:sns:us-east-1:123456789012:others' }],
  ])('%s, below that of the first', async (_, second) => {
    const { store, parameters } = memoryParameters();
    await write(store, FAILING);

    const before = await readAlertState(store, 'R', second);
    await write(store, { ...FAILING, status: 'degraded' }, before, second);

    expect(before.state).toBeUndefined();
    expect([...parameters.keys()]).toEqual([NAME, expect.stringMatching(/\/status\/[0-9a-f]{16}$/)]);
    expect((await readAlertState(store, 'R', TELLER)).state?.status).toBe('failing');
    expect((await readAlertState(store, 'R', second)).state?.status).toBe('degraded');
  });

  test('gets it also where both have seen none', async () => {
    const { store } = memoryParameters();
    const second = { ...TELLER, sealKey: 'AROAANOTHER' };

    await write(store, FAILING);
    const { parameter } = await write(store, { ...FAILING, status: 'degraded' }, NOTHING, second);

    expect(parameter).not.toBe(NAME);
    expect((await readAlertState(store, 'R', TELLER)).state?.status).toBe('failing');
    expect((await readAlertState(store, 'R', second)).state?.status).toBe('degraded');
  });

  test('gets it before there is a first, where the place of the first is left to others', async () => {
    const { store, parameters } = memoryParameters();
    const further = { ...TELLER, isFurther: true };

    const before = await readAlertState(store, 'R', further);
    await write(store, FAILING, before, further);

    expect([...parameters.keys()]).toEqual([expect.stringMatching(/\/status\/[0-9a-f]{16}$/)]);
    expect((await readAlertState(store, 'R', further)).state).toEqual(FAILING);
  });
});
