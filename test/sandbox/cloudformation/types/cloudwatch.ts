import type { Made } from '../native-provider';
import type { Properties } from '../request';
import { type NativeType, parametersOf, requiredTextOf, textOf } from './native-type';

const MOST_CHARACTERS = 255;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html */
export const ALARM: NativeType = ({ call, newName, partition, region, accountId }) => {
  const put = async (AlarmName: string, properties: Properties): Promise<Made> => {
    await call('cloudwatch', 'PutMetricAlarm', { ...parametersOf(properties), AlarmName });
    const Arn = `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${AlarmName}`;
    return { physicalId: AlarmName, attributes: { Arn } };
  };
  const create = (logicalId: string, properties: Properties) =>
    put(textOf(properties, 'AlarmName') ?? newName(logicalId, MOST_CHARACTERS), properties);
  return {
    create,
    update: ({ logicalId, physicalId, properties: old }, properties) =>
      old['AlarmName'] === properties['AlarmName']
        ? put(physicalId, properties)
        : create(logicalId, properties),
    delete: async ({ physicalId }) => {
      await call('cloudwatch', 'DeleteAlarms', { AlarmNames: [physicalId] });
    },
  };
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-dashboard.html */
export const DASHBOARD: NativeType = ({ call, newName }) => {
  const put = async (DashboardName: string, properties: Properties): Promise<Made> => {
    const DashboardBody = requiredTextOf(properties, 'DashboardBody');
    await call('cloudwatch', 'PutDashboard', { DashboardName, DashboardBody });
    return { physicalId: DashboardName, attributes: {} };
  };
  const create = (logicalId: string, properties: Properties) =>
    put(textOf(properties, 'DashboardName') ?? newName(logicalId, MOST_CHARACTERS), properties);
  return {
    create,
    update: ({ logicalId, physicalId, properties: old }, properties) =>
      old['DashboardName'] === properties['DashboardName']
        ? put(physicalId, properties)
        : create(logicalId, properties),
    delete: async ({ physicalId }) => {
      await call('cloudwatch', 'DeleteDashboards', { DashboardNames: [physicalId] });
    },
  };
};
