import type { DeleteRequest } from '../../../src/custom-resource';
import {
  namedBy,
  physicalIdOf,
  REGISTRATION_NOT_CREATED_ID,
} from '../../../src/provider/registration/physical-id';

const CONFIG_ID = 'ce7ce023-9a50-4fd1-8499-3859c66b58c2';

/** A Delete of the stack `datadog`, logical id DatadogAccount. */
function named(physicalResourceId: string) {
  const id = '5f3c1e9a-7b1d-4c55-9d0e-2a6f8b7c4d10';
  const request: Partial<DeleteRequest> = {
    requestType: 'Delete',
    physicalResourceId,
    logicalResourceId: 'DatadogAccount',
    stack: {
      name: 'datadog',
      id,
      partition: 'aws',
      region: 'us-east-1',
      accountId: '123456789012',
    } as DeleteRequest['stack'],
  };
  return namedBy(request as DeleteRequest);
}

test.each([true, false])(
  'an id says which registration it is, and whether it was adopted (%s)',
  (isAdopted) => {
    const registration = { configId: CONFIG_ID, isAdopted };
    expect(named(physicalIdOf(registration))).toEqual(registration);
  },
);

test.each([
  REGISTRATION_NOT_CREATED_ID,
  'datadog-DatadogAccount-1A2B3C4D5E6F',
  'DatadogIntegrationRole',
  'adopted:',
  `adopted:adopted:${CONFIG_ID}`,
  `${CONFIG_ID}/../other`,
  `"${CONFIG_ID}"`,
  '',
])('%s names none', (id) => {
  expect(named(id)).toBeUndefined();
});
