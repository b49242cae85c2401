import * as v from 'valibot';
import { accountSchema } from '../../../src/datadog-api/account';
import { isMadeByThis } from '../../../src/provider/registration/ownership';
import type { RegistrationRecordContent } from '../../../src/state/registration';

const NOON = Date.UTC(2026, 0, 1, 12);
const MINUTE_MS = 60_000;
const ID = 'ce7ce023-9a50-4fd1-8499-3859c66b58c2';

const account = (createdAt: number | undefined, roleName = 'Role') =>
  v.parse(accountSchema, {
    id: ID,
    attributes: {
      aws_account_id: '123456789012',
      auth_config: { role_name: roleName },
      ...(createdAt === undefined ? {} : { created_at: new Date(createdAt).toISOString() }),
    },
  });

const CONTENT: RegistrationRecordContent = {
  owner: { stackId: 'stack', logicalId: 'DatadogAccount' },
  spec: {
    partition: 'aws',
    accountId: '123456789012',
    datadogSite: 'datadoghq.com',
    settings: { RoleName: 'Role' },
    existingRegistration: 'Fail',
  },
  before: {},
};
const intended = { ...CONTENT, intent: { requestId: 'one', at: NOON } };
const recorded = { ...CONTENT, configId: ID };
const event = { request: { requestId: 'one', sentAt: NOON } };

test.each([
  ['that was intended, and made since', intended, account(NOON + 1_000)],
  ['that was intended, by a clock that is half a minute behind', intended, account(NOON - MINUTE_MS / 2)],
  ['that is on record, and made since the event', recorded, account(NOON + 1_000, 'Renamed')],
])('a registration is of this operation: one %s', (_, record, found) => {
  expect(isMadeByThis(event, record, found)).toBe(true);
});

test.each([
  ['without a record', undefined, account(NOON + 1_000)],
  ['that is older than the intent', intended, account(NOON - 2 * MINUTE_MS)],
  ['with another role than was intended', intended, account(NOON + 1_000, 'Other')],
  [
    'that another event intended',
    { ...intended, intent: { requestId: 'other', at: 0 } },
    account(NOON + 1_000),
  ],
  ['of which Datadog does not say when it was made', intended, account(undefined)],
  ['that a record calls ours, and that is older than the event', recorded, account(NOON - 2 * MINUTE_MS)],
  ['of another id than is on record', { ...recorded, configId: 'other' }, account(NOON + 1_000)],
])('and no other: none %s', (_, record, found) => {
  expect(isMadeByThis(event, record, found)).toBe(false);
});
