import type { Made } from '../native-provider';
import type { Properties } from '../request';
import {
  documentOf,
  fieldsOf,
  type NativeType,
  requiredTextOf,
  tagsOf,
  textIn,
  textOf,
  textsOf,
} from './native-type';

const MOST_CHARACTERS = 256;
const ATTRIBUTES = ['DisplayName', 'KmsMasterKeyId'];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html */
export const TOPIC: NativeType = (context) => {
  const { call, newName } = context;
  const create = async (logicalId: string, properties: Properties): Promise<Made> => {
    const Name = textOf(properties, 'TopicName') ?? newName(logicalId, MOST_CHARACTERS);
    const attributes = ATTRIBUTES.flatMap((key) => {
      const value = textOf(properties, key);
      return value === undefined ? [] : [{ key, value }];
    });
    const answer = await call('sns', 'CreateTopic', {
      Name,
      Attributes: attributes,
      Tags: tagsOf(properties, context),
    });
    const arn = textIn(fieldsOf(answer), 'TopicArn');
    return { physicalId: arn, attributes: { TopicArn: arn, TopicName: Name } };
  };
  return {
    create,
    update: async ({ logicalId, physicalId, properties: old }, properties) => {
      if (old['TopicName'] !== properties['TopicName']) return create(logicalId, properties);
      for (const AttributeName of ATTRIBUTES)
        if (old[AttributeName] !== properties[AttributeName])
          await call('sns', 'SetTopicAttributes', {
            TopicArn: physicalId,
            AttributeName,
            AttributeValue: textOf(properties, AttributeName) ?? '',
          });
      return {
        physicalId,
        attributes: { TopicArn: physicalId, TopicName: physicalId.slice(physicalId.lastIndexOf(':') + 1) },
      };
    },
    delete: async ({ physicalId }) => {
      await call('sns', 'DeleteTopic', { TopicArn: physicalId });
    },
  };
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicpolicy.html: a delete leaves it there */
export const TOPIC_POLICY: NativeType = ({ call, newName }) => {
  const put = async (properties: Properties) => {
    for (const TopicArn of textsOf(properties, 'Topics'))
      await call('sns', 'SetTopicAttributes', {
        TopicArn,
        AttributeName: 'Policy',
        AttributeValue: documentOf(properties, 'PolicyDocument'),
      });
  };
  return {
    create: async (logicalId, properties) => {
      await put(properties);
      return { physicalId: newName(logicalId, MOST_CHARACTERS), attributes: {} };
    },
    update: async ({ physicalId }, properties) => {
      await put(properties);
      return { physicalId, attributes: {} };
    },
    delete: async () => undefined,
  };
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html */
export const SUBSCRIPTION: NativeType = ({ call }) => {
  const create = async (properties: Properties): Promise<Made> => {
    const answer = await call('sns', 'Subscribe', {
      TopicArn: requiredTextOf(properties, 'TopicArn'),
      Protocol: requiredTextOf(properties, 'Protocol'),
      Endpoint: requiredTextOf(properties, 'Endpoint'),
      ReturnSubscriptionArn: true,
    });
    const arn = textIn(fieldsOf(answer), 'SubscriptionArn');
    return { physicalId: arn, attributes: { Arn: arn } };
  };
  return {
    create: (_, properties) => create(properties),
    update: (_, properties) => create(properties),
    delete: async ({ physicalId }) => {
      await call('sns', 'Unsubscribe', { SubscriptionArn: physicalId });
    },
  };
};
