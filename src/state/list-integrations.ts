import { paginateGetParametersByPath, type SSMClient } from '@aws-sdk/client-ssm';
import { allPages, type Call } from '../aws/calls';
import { type ListedRecord, listedRecord } from './integration';
import { isRecordName, RECORD_PREFIX } from './parameter-names';

/**
 * The records of all integrations of this account and region, in the order of their names. One that cannot be read is
 * listed with its problem and hides none of the others; a parameter whose name is no record's is somebody else's.
 *
 * @param onStranger is told the names of those
 */
export async function listRecords(
  ssm: SSMClient,
  call: Call,
  onStranger: (parameterName: string) => void,
): Promise<readonly ListedRecord[]> {
  const parameters = await allPages(
    call,
    ssm,
    // Not recursive: what lies beside a record is kept below its name.
    (client) => paginateGetParametersByPath({ client }, { Path: RECORD_PREFIX, Recursive: false }),
    (page) => page.Parameters,
  );
  for (const { Name = '' } of parameters) if (!isRecordName(Name)) onStranger(Name);
  return parameters
    .filter(({ Name = '' }) => isRecordName(Name))
    .map(({ Name = '', Value = '', LastModifiedDate: modified }) =>
      listedRecord(Name, Value, modified?.getTime()),
    )
    .sort((a, b) => (a.roleName < b.roleName ? -1 : 1));
}
