import type { Service } from '../service';
import { EVENT_OPERATIONS } from './events';
import { GROUP_SETTING_OPERATIONS } from './group-settings';
import { GROUP_OPERATIONS } from './groups';
import { METRIC_FILTER_OPERATIONS } from './metric-filters';
import { checkNames } from './names';
import { STREAM_OPERATIONS } from './streams';

/** CloudWatch Logs. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/Welcome.html */
export const LOGS: Service = {
  name: 'logs',
  protocol: 'json',
  version: '2014-03-28',
  namespace: '',
  target: 'Logs_20140328',
  global: false,
  validationCode: 'InvalidParameterException',
  denial: { code: 'AccessDeniedException', status: 400 },
  invalidTokenCode: 'UnrecognizedClientException',
  checkParameters: checkNames,
  operations: {
    ...GROUP_OPERATIONS,
    ...GROUP_SETTING_OPERATIONS,
    ...STREAM_OPERATIONS,
    ...EVENT_OPERATIONS,
    ...METRIC_FILTER_OPERATIONS,
  },
};
