import {
  alertStateOf,
  readAlertState,
  type SealedAlertState,
  toldBy,
  writeAlertState,
} from '../../src/state/alert';
import type { ParameterStore } from '../../src/state/parameter-store';
import { BLOCKED, failing, NOT_ENFORCED, PASSING, reportWith } from '../support/reports';

const KEY = 'AROAVALIDATOR';
const BEFORE = { sealKey: KEY, before: { version: 0 } };
const NAME = '/datadog-integration-role/R/status';

function memory() {
  const parameters = new Map<string, string>();
  const versions = new Map<string, number>();
  const store: ParameterStore = {
    read: async (name) => parameters.get(name),
    readVersion: async (name) => {
      const text = parameters.get(name);
      return text === undefined ? undefined : { text, version: versions.get(name) ?? 0 };
    },
    create: async () => false,
    write: async (name, value) => {
      parameters.set(name, value);
      versions.set(name, (versions.get(name) ?? 0) + 1);
    },
    remove: async () => undefined,
  };
  return { parameters, store };
}

describe('what people were told last', () => {
  test('is read back as it was written', async () => {
    const { store, parameters } = memory();
    const state = alertStateOf(failing(BLOCKED));

    await writeAlertState(store, 'R', state, BEFORE);

    expect([...parameters.keys()]).toEqual([NAME]);
    expect(toldBy(KEY, 'R', await readAlertState(store, 'R'))).toEqual(state);
  });

  test.each<[string, { key?: string; roleName?: string; change?: Partial<SealedAlertState> }]>([
    ['under another key', { key: 'AROAANOTHER' }],
    ['for another role', { roleName: 'S' }],
    ['and was changed since', { change: { status: 'healthy' } }],
  ])('counts as nothing where it was stored %s', async (_, { key = KEY, roleName = 'R', change = {} }) => {
    const { store } = memory();
    await writeAlertState(store, roleName, alertStateOf(failing(BLOCKED)), {
      sealKey: key,
      before: { version: 0 },
    });

    const stored = await readAlertState(store, roleName);

    expect(stored).toMatchObject({ status: 'failing', version: 1 });
    expect(toldBy(KEY, 'R', { ...stored, ...change })).toBeUndefined();
  });

  test('counts as nothing where somebody has written back what was once stored', async () => {
    const { store, parameters } = memory();
    await writeAlertState(store, 'R', alertStateOf(failing(BLOCKED)), BEFORE);
    const once = parameters.get(NAME) ?? '';
    await writeAlertState(store, 'R', alertStateOf(reportWith()), { sealKey: KEY, before: { version: 1 } });

    await store.write(NAME, once);

    expect(toldBy(KEY, 'R', await readAlertState(store, 'R'))).toBeUndefined();
  });

  test.each([
    ['nothing', undefined],
    ['what is no JSON', 'x'],
    ['no object', 'null'],
    ['an object without a cause', '{"status":"healthy"}'],
    ['a status that there is not', '{"status":"fine","cause":"x","seal":"x"}'],
    ['a cause that is no text', '{"status":"healthy","cause":1,"seal":"x"}'],
    ['no seal', '{"status":"healthy","cause":"x"}'],
  ])('counts as nothing where %s is stored', async (_, text) => {
    const { store, parameters } = memory();
    if (text !== undefined) parameters.set(NAME, text);

    expect(toldBy(KEY, 'R', await readAlertState(store, 'R'))).toBeUndefined();
  });
});

describe('the cause that is kept', () => {
  const causeOf = (...args: Parameters<typeof failing>) => alertStateOf(failing(...args)).cause;
  const NOT_KNOWN = { ...PASSING, id: 'boundary-allows', status: 'unknown', summary: 'Not known.' } as const;

  test('is the same as long as the same is wrong, whatever AWS says of it', () => {
    const otherWords = { ...BLOCKED, evidence: ['other words'], remedy: [] };

    expect(causeOf(otherWords)).toBe(causeOf(BLOCKED));
  });

  test('is another one when something else is wrong, or more', () => {
    const causes = [causeOf(BLOCKED), causeOf(NOT_ENFORCED), causeOf(BLOCKED, NOT_ENFORCED)];

    expect(new Set(causes).size).toBe(3);
  });

  test('does not change with what could not be told while something is wrong', () => {
    expect(causeOf(BLOCKED, NOT_KNOWN)).toBe(causeOf(BLOCKED));
  });

  test('is what could not be told where nothing is wrong', () => {
    const unknown = alertStateOf(reportWith({ status: 'unknown', checks: [PASSING, NOT_KNOWN] }));

    expect(unknown.status).toBe('unknown');
    expect(unknown.cause).not.toBe(alertStateOf(reportWith()).cause);
  });
});
