import {
  parseRegistration,
  type RegistrationRecordContent,
  readRegistration,
  registrationParameterName,
  registrationSizeProblem,
  UnreadableRegistrationRecord,
  writeRegistration,
} from '../../src/state/registration';
import { memoryParameters } from '../support/memory-parameters';

const OWNER = {
  stackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/datadog/5f3c1e9a-7b1d-4c55-9d0e-2a6f8b7c4d10',
  logicalId: 'DatadogAccount',
};
const NAME = '/datadog-integration-registration/datadog/5f3c1e9a-7b1d-4c55-9d0e-2a6f8b7c4d10/DatadogAccount';
const CONTENT: RegistrationRecordContent = {
  owner: OWNER,
  spec: {
    partition: 'aws',
    accountId: '123456789012',
    datadogSite: 'datadoghq.com',
    settings: {
      RoleName: 'Role',
      'Metrics.Enabled': true,
      'Metrics.NamespaceFilters': { exclude_only: ['AWS/SQS'] },
      'Metrics.TagFilters': [{ of: 'AWS/EC2', tags: ['env:prod'] }],
    },
    existingRegistration: 'Fail',
  },
  configId: 'ce7ce023-9a50-4fd1-8499-3859c66b58c2',
  before: { AccountTags: [] },
};

const stored = (change: object = {}) => JSON.stringify({ schemaVersion: 1, ...CONTENT, ...change });

test('a record is read as it was written, under a name that no other resource has', async () => {
  const { store, parameters } = memoryParameters();
  await writeRegistration(store, CONTENT, undefined);
  expect([...parameters.keys()]).toEqual([NAME]);
  expect(await readRegistration(store, OWNER)).toEqual({ schemaVersion: 1, ...CONTENT });
  expect(registrationParameterName({ ...OWNER, logicalId: 'Other' })).not.toBe(NAME);
});

test('is written no more where it says the same already', async () => {
  const { store, parameters } = memoryParameters();
  await writeRegistration(store, CONTENT, undefined);
  await writeRegistration(store, { ...CONTENT }, CONTENT);
  expect(parameters.get(NAME)?.version).toBe(1);
  await writeRegistration(store, { ...CONTENT, adopted: true }, CONTENT);
  expect(parameters.get(NAME)?.version).toBe(2);
});

test('there is none where there is none', async () => {
  expect(await readRegistration(memoryParameters().store, OWNER)).toBeUndefined();
});

test.each<[string, string, RegExp]>([
  ['is no JSON', '{', /is not the record of a registration.*delete it, and update the stack/],
  ['lacks its spec', JSON.stringify({ schemaVersion: 1, owner: OWNER }), /spec/],
  ['has a setting that there is not', stored({ before: { Nothing: true } }), /before/],
  ['has a setting of a wrong kind', stored({ before: { AccountTags: { a: 1 } } }), /before/],
  [
    'is of another resource',
    stored({ owner: { ...OWNER, logicalId: 'Other' } }),
    /another resource, "Other"/,
  ],
])('one that %s is refused with its name and the way out', (_, text, says) => {
  const read = () => parseRegistration(NAME, text);
  expect(read).toThrow(says);
  expect(read).toThrow(NAME);
  expect(read).toThrow(expect.objectContaining({ isNewer: false }));
});

test('one of a newer version is told from one that is damaged', () => {
  const read = () => parseRegistration(NAME, stored({ schemaVersion: 2 }));
  expect(read).toThrow(UnreadableRegistrationRecord);
  expect(read).toThrow(expect.objectContaining({ isNewer: true }));
});

test('what an SSM parameter has no room for is said with both numbers', () => {
  expect(registrationSizeProblem(CONTENT)).toBeUndefined();
  const tags = Array.from({ length: 100 }, (_, index) => `${index}:${'x'.repeat(190)}`);
  const { spec } = CONTENT;
  const large = { ...CONTENT, spec: { ...spec, settings: { ...spec.settings, AccountTags: tags } } };
  expect(registrationSizeProblem(large)).toMatch(
    /a record of \d+ bytes and an SSM parameter holds \d+: shorten/,
  );
});
