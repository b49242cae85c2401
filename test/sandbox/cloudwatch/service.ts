import type { Service } from '../service';
import { ALARM_OPERATIONS } from './alarms';
import { DASHBOARD_OPERATIONS } from './dashboards';

/**
 * CloudWatch takes metrics and forgets them: the journal keeps what was sent. Alarms and dashboards are kept, and show nothing.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/Welcome.html
 */
export const CLOUDWATCH: Service = {
  name: 'cloudwatch',
  signingName: 'monitoring',
  protocol: 'query',
  version: '2010-08-01',
  namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  target: 'GraniteServiceVersion20100801',
  global: false,
  validationCode: 'ValidationError',
  denial: { code: 'AccessDenied', status: 403 },
  invalidTokenCode: 'InvalidClientTokenId',
  operations: {
    ...ALARM_OPERATIONS,
    ...DASHBOARD_OPERATIONS,
    ListMetrics: {
      write: false,
      permissions: () => [{ action: 'cloudwatch:ListMetrics', resource: '*', resourceLabel: '' }],
      run: () => ({ Metrics: [] }),
    },
    PutMetricData: {
      write: true,
      required: ['Namespace'],
      permissions: ({ parameters }) => [
        {
          action: 'cloudwatch:PutMetricData',
          resource: '*',
          resourceLabel: '',
          conditionKeys: { 'cloudwatch:namespace': parameters.text('Namespace') },
        },
      ],
      run: () => undefined,
    },
  },
};
