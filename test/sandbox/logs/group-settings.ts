import type { Call, Operation, OperationTable } from '../service';
import type { LogGroup } from './log-group';
import { logsPermission, requiredGroup } from './lookup';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** How long a group keeps its events, and the key that they are encrypted with: both are kept, and nothing comes of them. */
export const GROUP_SETTING_OPERATIONS: OperationTable = {
  PutRetentionPolicy: setting('PutRetentionPolicy', ['logGroupName', 'retentionInDays'], (group, call) => {
    group.retentionDays = checkedRetention(call);
  }),
  DeleteRetentionPolicy: setting('DeleteRetentionPolicy', ['logGroupName'], (group) => {
    group.retentionDays = undefined;
  }),
  AssociateKmsKey: setting('AssociateKmsKey', ['logGroupName', 'kmsKeyId'], (group, { parameters }) => {
    group.kmsKeyId = parameters.requiredText('kmsKeyId');
  }),
  DisassociateKmsKey: setting('DisassociateKmsKey', ['logGroupName'], (group) => {
    group.kmsKeyId = undefined;
  }),
};

function setting(
  action: string,
  required: readonly string[],
  change: (group: LogGroup, call: Call) => void,
): Operation {
  return {
    write: true,
    required,
    permissions: (call) => [logsPermission(call, action)],
    run: (call) => {
      change(requiredGroup(call), call);
      return {};
    },
  };
}

function checkedRetention({ parameters }: Call): number {
  const days = parameters.number('retentionInDays') ?? 0;
  if (RETENTION_DAYS.includes(days)) return days;
  throw parameters.invalid([
    `Value '${days}' at 'retentionInDays' failed to satisfy constraint: ` +
      `Member must satisfy enum value set: [${RETENTION_DAYS.join(', ')}]`,
  ]);
}
