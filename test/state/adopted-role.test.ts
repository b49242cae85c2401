import { roleBeforeAdoption } from '../../src/iam/role/before-adoption';
import type { ObservedIdentity } from '../../src/iam/role/observed';
import {
  AdoptionTooLarge,
  adoptedRoleText,
  digestOf,
  readAdoptedRole,
  UnreadableAdoptedRole,
} from '../../src/state/adopted-role';
import type { ParameterStore } from '../../src/state/parameter-store';
import { OWNER } from '../support/iam/specs';

const ROLE: ObservedIdentity = {
  arn: 'arn:aws:iam::123456789012:role/R',
  name: 'R',
  path: '/',
  roleId: 'AROAEXAMPLE',
  createdAt: Date.UTC(2026, 0, 2),
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
  otherInlinePolicyNames: ['Other'],
  attachedPolicyArns: ['arn:a'],
};

function stored(text?: string): ParameterStore {
  return {
    read: async () => text,
    readVersion: async () => undefined,
    create: async () => false,
    write: async () => undefined,
    namesBelow: async () => [],
    remove: async () => undefined,
  };
}

const read = (text?: string, owner = OWNER) => readAdoptedRole(stored(text), 'R', owner);

test('a role is kept as far as this resource may change it, without blanks', () => {
  expect(roleBeforeAdoption(ROLE)).toEqual(FOUND);
  expect(roleBeforeAdoption({ ...ROLE, inlinePolicies: {} }).inlinePolicy).toBeNull();
});

test('what is stored is read back by the one who adopted, with its digest, and by nobody else', async () => {
  const text = adoptedRoleText(ROLE, OWNER);
  await expect(read(text)).resolves.toEqual({ before: FOUND, digest: digestOf(text) });
  await expect(read(text, { ...OWNER, logicalId: 'X' })).resolves.toBeUndefined();
  await expect(read(text, { ...OWNER, stackId: 'X' })).resolves.toBeUndefined();
  await expect(read()).resolves.toBeUndefined();
});

test('the same role makes the same text, in whatever order IAM lists what it has', () => {
  const { logicalId, stackId } = OWNER;
  const one = { ...ROLE, tags: { a: '1', b: '2' }, attachedPolicyArns: ['arn:a', 'arn:b'] };
  const other = { ...ROLE, tags: { b: '2', a: '1' }, attachedPolicyArns: ['arn:b', 'arn:a'] };
  expect(adoptedRoleText(other, { logicalId, stackId })).toBe(adoptedRoleText(one, OWNER));
});

test('one character more makes another digest', () => {
  expect(digestOf('a')).toBe('sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb');
  expect(digestOf('a ')).not.toBe(digestOf('a'));
});

describe('tags of this project that an earlier stack has left on the role', () => {
  const leftOver = {
    'datadog-integration-role:logical-id': 'Datadog',
    'Datadog-Integration-Role:adopted': 'true',
  };

  test('are not kept', () => {
    expect(roleBeforeAdoption({ ...ROLE, tags: { ...ROLE.tags, ...leftOver } })).toEqual(FOUND);
  });

  test('are not read, either, where they were kept', async () => {
    const found = { ...FOUND, tags: { ...FOUND.tags, ...leftOver } };
    const text = JSON.stringify({ schemaVersion: 1, owner: OWNER, found });
    await expect(read(text)).resolves.toMatchObject({ before: FOUND });
  });
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
  ['of an empty role', JSON.stringify({ schemaVersion: 1, owner: OWNER, found: {} })],
  [
    'of a trust policy that is none',
    JSON.stringify({ schemaVersion: 1, owner: OWNER, found: { ...FOUND, trustPolicy: 'oops' } }),
  ],
  [
    'of a session duration that is a text',
    JSON.stringify({ schemaVersion: 1, owner: OWNER, found: { ...FOUND, maxSessionDurationSeconds: '1' } }),
  ],
])('a parameter that is %s is said to be unreadable, with a way out', async (_, text) => {
  const problem = await read(text);
  expect(problem).toBeInstanceOf(UnreadableAdoptedRole);
  expect(String(problem)).toMatch(
    /The SSM parameter \/datadog-integration-role\/R\/adopted, which says how the role was before it was adopted, cannot be read \(.+\): put back the version that can be, from its history: aws ssm get-parameter-history --name \/datadog-integration-role\/R\/adopted\.$/,
  );
});

test('a role that does not fit a parameter is refused with the numbers', () => {
  const padded = (padding: number) => ({ ...ROLE, tags: { team: 'x'.repeat(padding) } });
  const room = 8_192 - Buffer.byteLength(adoptedRoleText(padded(0), OWNER));
  expect(Buffer.byteLength(adoptedRoleText(padded(room), OWNER))).toBe(8_192);
  const refused = () => adoptedRoleText(padded(room + 1), OWNER);
  expect(refused).toThrow(AdoptionTooLarge);
  expect(refused).toThrow(
    'The role R cannot be adopted: what has to be kept to hand it back takes 8193 bytes and an SSM parameter holds 8192. Shorten its tags or its inline policy DatadogIntegrationPolicy first.',
  );
});
