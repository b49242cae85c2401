import type { Made } from '../native-provider';
import type { Properties } from '../request';
import { namedType } from './named-type';
import { type NativeType, requiredTextOf, structuresOf, tagsOf, textOf } from './native-type';

const MOST_CHARACTERS = 512;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html */
export const LOG_GROUP: NativeType = (context) => {
  const { call, newName, partition, region, accountId } = context;
  const made = (name: string): Made => ({
    physicalId: name,
    attributes: { Arn: `arn:${partition}:logs:${region}:${accountId}:log-group:${name}:*` },
  });
  const change = async (logGroupName: string, old: Properties, properties: Properties) => {
    const [retention, key] = ['RetentionInDays', 'KmsKeyId'].map((name) => textOf(properties, name));
    if (retention !== textOf(old, 'RetentionInDays'))
      await (retention === undefined
        ? call('logs', 'DeleteRetentionPolicy', { logGroupName })
        : call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays: Number(retention) }));
    if (key !== textOf(old, 'KmsKeyId'))
      await (key === undefined
        ? call('logs', 'DisassociateKmsKey', { logGroupName })
        : call('logs', 'AssociateKmsKey', { logGroupName, kmsKeyId: key }));
  };
  const create = async (logicalId: string, properties: Properties): Promise<Made> => {
    const logGroupName = textOf(properties, 'LogGroupName') ?? newName(logicalId, MOST_CHARACTERS);
    const tags = Object.fromEntries(tagsOf(properties, context).map(({ Key, Value }) => [Key, Value]));
    await call('logs', 'CreateLogGroup', { logGroupName, tags });
    await change(logGroupName, {}, properties);
    return made(logGroupName);
  };
  return {
    create,
    update: async ({ logicalId, physicalId, properties: old }, properties) => {
      if (old['LogGroupName'] !== properties['LogGroupName']) return create(logicalId, properties);
      await change(physicalId, old, properties);
      return made(physicalId);
    },
    delete: async ({ physicalId }) => {
      await call('logs', 'DeleteLogGroup', { logGroupName: physicalId });
    },
  };
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-metricfilter.html */
export const METRIC_FILTER = namedType({
  nameProperty: 'FilterName',
  replacedBy: ['LogGroupName'],
  mostCharacters: MOST_CHARACTERS,
  put: async ({ call }, filterName, properties) => {
    await call('logs', 'PutMetricFilter', {
      filterName,
      logGroupName: requiredTextOf(properties, 'LogGroupName'),
      filterPattern: requiredTextOf(properties, 'FilterPattern'),
      metricTransformations: structuresOf(properties, 'MetricTransformations').map((transformation) => ({
        metricName: requiredTextOf(transformation, 'MetricName'),
        metricNamespace: requiredTextOf(transformation, 'MetricNamespace'),
        metricValue: requiredTextOf(transformation, 'MetricValue'),
      })),
    });
    return {};
  },
  remove: ({ call }, filterName, properties) =>
    call('logs', 'DeleteMetricFilter', {
      filterName,
      logGroupName: requiredTextOf(properties, 'LogGroupName'),
    }),
});
