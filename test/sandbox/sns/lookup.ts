import { type ConditionKeys, tagKeys } from '../authorize/context';
import { AwsError } from '../aws-error';
import { contentsIn } from '../regional-contents';
import type { Call, Permission } from '../service';
import { arnOf } from '../state';
import type { Topic } from './topic';

const ARN_ELEMENTS = 6;

export function topicsOf({ account, region }: Call): Map<string, Topic> {
  return contentsIn(account, region).topics;
}

export function topicArn({ account, region }: Call, name: string): string {
  return arnOf(account, 'sns', name, region);
}

export function invalidParameter(reason: string): AwsError {
  return new AwsError('InvalidParameter', `Invalid parameter: ${reason}`);
}

/** @throws AwsError InvalidParameter for what is no ARN, NotFound for a topic that nobody has made */
export function requiredTopic(call: Call): Topic {
  const arn = checkedArn(call, 'TopicArn');
  const name = arn.slice(arn.lastIndexOf(':') + 1);
  const topic = topicsOf(call).get(name);
  if (topic === undefined || topic.arn !== arn) throw new AwsError('NotFound', 'Topic does not exist', 404);
  return topic;
}

export function checkedArn({ parameters }: Call, name: string): string {
  const arn = parameters.requiredText(name);
  const count = arn.split(':').length;
  if (count >= ARN_ELEMENTS) return arn;
  throw invalidParameter(`${name} Reason: An ARN must have at least ${ARN_ELEMENTS} elements, not ${count}`);
}

/** Permission for the topic whose ARN the call has. */
export function topicPermission(call: Call, action: string, keys: ConditionKeys = {}): Permission {
  const arn = call.parameters.text('TopicArn') ?? '*';
  const topic = topicsOf(call).get(arn.slice(arn.lastIndexOf(':') + 1));
  return {
    action: `sns:${action}`,
    resource: arn,
    conditionKeys: { ...tagKeys('aws:ResourceTag/', new Map(topic?.tags)), ...keys },
  };
}
