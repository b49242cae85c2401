import { paginateGetParametersByPath, type SSMClient } from '@aws-sdk/client-ssm';
import { allPages, type Call } from '../aws/calls';
import { type ListedRecord, listedRecord } from './integration';
import { RECORD_PREFIX } from './parameter-names';

/**
 * The records of all integrations of this account and region, in the order of their names. One that cannot be read is
 * listed with its problem and hides none of the others.
 */
export async function listRecords(ssm: SSMClient, call: Call): Promise<readonly ListedRecord[]> {
  const parameters = await call((options) =>
    // Not recursive: what lies beside a record is kept below its name.
    allPages(
      paginateGetParametersByPath({ client: ssm }, { Path: RECORD_PREFIX, Recursive: false }, options),
      (page) => page.Parameters,
    ),
  );
  return parameters
    .map(({ Name = '', Value = '' }) => listedRecord(Name, Value))
    .sort((a, b) => (a.roleName < b.roleName ? -1 : 1));
}
