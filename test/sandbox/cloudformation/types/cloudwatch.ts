import { namedType } from './named-type';
import { requiredTextOf } from './native-type';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html */
export const ALARM = namedType({
  nameProperty: 'AlarmName',
  mostCharacters: 255,
  put: async ({ call, partition, region, accountId }, AlarmName, properties) => {
    await call('cloudwatch', 'PutMetricAlarm', { ...properties, AlarmName });
    return { Arn: `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${AlarmName}` };
  },
  remove: ({ call }, name) => call('cloudwatch', 'DeleteAlarms', { AlarmNames: [name] }),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-dashboard.html */
export const DASHBOARD = namedType({
  nameProperty: 'DashboardName',
  mostCharacters: 255,
  put: async ({ call }, DashboardName, properties) => {
    const DashboardBody = requiredTextOf(properties, 'DashboardBody');
    await call('cloudwatch', 'PutDashboard', { DashboardName, DashboardBody });
    return {};
  },
  remove: ({ call }, name) => call('cloudwatch', 'DeleteDashboards', { DashboardNames: [name] }),
});
