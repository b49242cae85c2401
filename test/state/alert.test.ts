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
const NAME = '/datadog-integration-role/R/status';

function memory() {
  const parameters = new Map<string, string>();
  const store: ParameterStore = {
    read: async (name) => parameters.get(name),
    create: async () => false,
    write: async (name, value) => {
      parameters.set(name, value);
    },
    remove: async () => undefined,
  };
  return { parameters, store };
}

describe('what people were told last', () => {
  test('is read back as it was written', async () => {
    const { store, parameters } = memory();
    const state = alertStateOf(failing(BLOCKED));

    await writeAlertState(store, 'R', state, KEY);

    expect([...parameters.keys()]).toEqual([NAME]);
    expect(toldBy(KEY, 'R', await readAlertState(store, 'R'))).toEqual(state);
  });

  test.each<[string, { key?: string; roleName?: string; change?: Partial<SealedAlertState> }]>([
    ['under another key', { key: 'AROAANOTHER' }],
    ['for another role', { roleName: 'S' }],
    ['and was changed since', { change: { status: 'healthy' } }],
  ])('counts as nothing where it was stored %s', async (_, { key = KEY, roleName = 'R', change = {} }) => {
    const { store } = memory();
    await writeAlertState(store, roleName, alertStateOf(failing(BLOCKED)), key);

    const stored = await readAlertState(store, roleName);

    expect(stored).toBeDefined();
    expect(toldBy(KEY, 'R', stored && { ...stored, ...change })).toBeUndefined();
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

    await expect(readAlertState(store, 'R')).resolves.toBeUndefined();
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
