import { roleBeforeAdoption } from '../../src/iam/role/before-adoption';
import type { ObservedIdentity } from '../../src/iam/role/observed';
import {
  AdoptionTooLarge,
  readRoleBeforeAdoption,
  storeRoleBeforeAdoption,
  UnreadableAdoptedRole,
} from '../../src/state/adopted-role';
import type { ParameterStore } from '../../src/state/parameter-store';
import { OWNER } from '../support/iam/specs';

const ROLE: ObservedIdentity = {
  arn: 'arn:aws:iam::123456789012:role/R',
  name: 'R',
  path: '/',
  roleId: 'AROAEXAMPLE',
  description: 'by hand',
  maxSessionDurationSeconds: 43_200,
  permissionsBoundary: 'arn:aws:iam::123456789012:policy/B',
  trustPolicy: '{\n  "Version": "2012-10-17"\n}',
  tags: { team: 'sre' },
  inlinePolicies: { DatadogIntegrationPolicy: '{ "a": 1 }', Other: '{ "b": 2 }' },
  attachedPolicyArns: ['arn:a'],
  instanceProfiles: ['host'],
};

const FOUND = {
  roleId: 'AROAEXAMPLE',
  description: 'by hand',
  maxSessionDurationSeconds: 43_200,
  permissionsBoundary: 'arn:aws:iam::123456789012:policy/B',
  trustPolicy: '{"Version":"2012-10-17"}',
  tags: { team: 'sre' },
  inlinePolicy: '{"a":1}',
  attachedPolicyArns: ['arn:a'],
};

function memory() {
  const parameters = new Map<string, string>();
  const store: ParameterStore = {
    read: async (name) => parameters.get(name),
    create: async (name, value) => {
      if (parameters.has(name)) return false;
      parameters.set(name, value);
      return true;
    },
    write: async (name, value) => void parameters.set(name, value),
    remove: async (names) => names.forEach((name) => void parameters.delete(name)),
  };
  return { store, parameters };
}

test('a role is kept as found as far as this resource may change it, without blanks', () => {
  expect(roleBeforeAdoption(ROLE)).toEqual(FOUND);
  expect(roleBeforeAdoption({ ...ROLE, inlinePolicies: {} }).inlinePolicy).toBeNull();
});

describe('tags of this project that an earlier stack has left on the role', () => {
  const leftOver = {
    'datadog-integration-role:logical-id': 'Datadog',
    'Datadog-Integration-Role:adopted': 'true',
  };

  test('are not kept as found', () => {
    expect(roleBeforeAdoption({ ...ROLE, tags: { ...ROLE.tags, ...leftOver } })).toEqual(FOUND);
  });

  test('are not recalled, either, where they were kept', async () => {
    const { store, parameters } = memory();
    const found = { ...FOUND, tags: { ...FOUND.tags, ...leftOver } };
    const text = JSON.stringify({ schemaVersion: 1, owner: OWNER, found });
    parameters.set('/datadog-integration-role/R/adopted', text);
    await expect(readRoleBeforeAdoption(store, 'R', OWNER)).resolves.toEqual(FOUND);
  });
});

test('what was kept is recalled by the one who adopted, and by nobody else', async () => {
  const { store, parameters } = memory();
  await expect(storeRoleBeforeAdoption(store, ROLE, OWNER)).resolves.toEqual(FOUND);
  expect([...parameters.keys()]).toEqual(['/datadog-integration-role/R/adopted']);
  await expect(readRoleBeforeAdoption(store, 'R', OWNER)).resolves.toEqual(FOUND);
  await expect(readRoleBeforeAdoption(store, 'R', { ...OWNER, logicalId: 'X' })).resolves.toBeUndefined();
  await expect(readRoleBeforeAdoption(store, 'R', { ...OWNER, stackId: 'X' })).resolves.toBeUndefined();
  await expect(readRoleBeforeAdoption(store, 'S', OWNER)).resolves.toBeUndefined();
});

test.each([
  ['no JSON', 'oops'],
  ['null', 'null'],
  ['a text', '"x"'],
  ['of a later version', JSON.stringify({ schemaVersion: 2, owner: OWNER, found: FOUND })],
  ['without an owner', JSON.stringify({ schemaVersion: 1, found: FOUND })],
  ['without a version', JSON.stringify({ owner: OWNER, found: FOUND })],
  ['of an owner that is null', JSON.stringify({ schemaVersion: 1, owner: null, found: FOUND })],
  ['of an owner that is a text', JSON.stringify({ schemaVersion: 1, owner: 'x', found: FOUND })],
  ['without what was found', JSON.stringify({ schemaVersion: 1, owner: OWNER })],
  ['of nothing found', JSON.stringify({ schemaVersion: 1, owner: OWNER, found: null })],
  ['of a text found', JSON.stringify({ schemaVersion: 1, owner: OWNER, found: 'x' })],
])('a memory that is %s is said to be unreadable, with the ways out', async (_, text) => {
  const { store, parameters } = memory();
  parameters.set('/datadog-integration-role/R/adopted', text);
  const recalled = readRoleBeforeAdoption(store, 'R', OWNER);
  await expect(recalled).rejects.toThrow(UnreadableAdoptedRole);
  await expect(recalled).rejects.toThrow(
    'The SSM parameter /datadog-integration-role/R/adopted, which says how the role was before it was adopted, cannot be read: restore it from its history, or delete it to give up handing the role back.',
  );
});

test('a role that does not fit a parameter is refused with the numbers, and nothing is kept', async () => {
  const { store, parameters } = memory();
  const text = (padding: number) => ({ ...ROLE, tags: { team: 'x'.repeat(padding) } });
  await storeRoleBeforeAdoption(store, text(0), OWNER);
  const room = 8_192 - Buffer.byteLength([...parameters.values()].join());
  await storeRoleBeforeAdoption(store, text(room), OWNER);
  parameters.clear();
  const refused = storeRoleBeforeAdoption(store, text(room + 1), OWNER);
  await expect(refused).rejects.toThrow(AdoptionTooLarge);
  await expect(refused).rejects.toThrow(
    'The role R cannot be adopted: what has to be kept to hand it back takes 8193 bytes and an SSM parameter holds 8192. Shorten its tags or its inline policy DatadogIntegrationPolicy first.',
  );
  expect(parameters.size).toBe(0);
});

test('what another delivery has kept of the same role a moment before stays', async () => {
  const { store } = memory();
  await storeRoleBeforeAdoption(store, ROLE, OWNER);
  const changedByThen = { ...ROLE, description: 'ours by now' };
  await expect(storeRoleBeforeAdoption(store, changedByThen, OWNER)).resolves.toEqual(FOUND);
  await expect(readRoleBeforeAdoption(store, 'R', OWNER)).resolves.toEqual(FOUND);
});

test('what was kept of an earlier role of that name gives way', async () => {
  const { store } = memory();
  await storeRoleBeforeAdoption(store, { ...ROLE, roleId: 'AROAEARLIER' }, OWNER);
  await storeRoleBeforeAdoption(store, ROLE, OWNER);
  await expect(readRoleBeforeAdoption(store, 'R', OWNER)).resolves.toEqual(FOUND);
});
