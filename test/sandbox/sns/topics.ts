import { requestTagKeys } from '../authorize/context';
import { pageOf } from '../paging';
import type { Call, OperationTable, Permission, ResultFields } from '../service';
import type { Tags } from '../state';
import { checkAttribute, shownAttributes } from './attributes';
import { checkedArn, invalidParameter, requiredTopic, topicArn, topicPermission, topicsOf } from './lookup';
import type { Topic } from './topic';

const MAX_TOPICS = 100;
const NAME = /^[\w-]{1,256}$/;

export const TOPIC_OPERATIONS: OperationTable = {
  CreateTopic: {
    write: true,
    required: ['Name'],
    permissions: createPermissions,
    run: (call) => ({ TopicArn: createTopic(call).arn }),
  },
  // What does not exist is deleted, too.
  DeleteTopic: {
    write: true,
    required: ['TopicArn'],
    permissions: (call) => [topicPermission(call, 'DeleteTopic')],
    run: (call) => {
      const arn = checkedArn(call, 'TopicArn');
      for (const { name, arn: known } of topicsOf(call).values())
        if (known === arn) topicsOf(call).delete(name);
      return undefined;
    },
  },
  GetTopicAttributes: {
    write: false,
    required: ['TopicArn'],
    permissions: (call) => [topicPermission(call, 'GetTopicAttributes')],
    run: (call) => ({ Attributes: shownAttributes(call.account.id, requiredTopic(call)) }),
  },
  SetTopicAttributes: {
    write: true,
    required: ['TopicArn', 'AttributeName'],
    permissions: (call) => [topicPermission(call, 'SetTopicAttributes')],
    run: setTopicAttribute,
  },
  ListTopics: {
    write: false,
    permissions: (call) => [{ action: 'sns:ListTopics', resource: topicArn(call, '*') }],
    run: (call) => {
      const topics = [...topicsOf(call).values()];
      const { items, next } = pageOf(
        topics,
        Math.min(MAX_TOPICS, call.world.settings.pageSize),
        call.parameters.text('NextToken'),
        () => invalidParameter('NextToken'),
      );
      return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), NextToken: next };
    },
  },
};

function sentTags({ parameters }: Call): Tags {
  return new Map(
    parameters.records('Tags').map((tag) => [tag.requiredText('Key'), tag.requiredText('Value')]),
  );
}

function createPermissions(call: Call): readonly Permission[] {
  const resource = topicArn(call, call.parameters.text('Name') ?? '');
  const tags = sentTags(call);
  const conditionKeys = requestTagKeys(tags);
  const create = { action: 'sns:CreateTopic', resource, conditionKeys };
  return tags.size === 0 ? [create] : [create, { action: 'sns:TagResource', resource, conditionKeys }];
}

/** A topic that exists is answered with, when it is as the call has it. */
function createTopic(call: Call): Topic {
  const { parameters } = call;
  const name = parameters.requiredText('Name');
  if (name.endsWith('.fifo')) throw invalidParameter('FIFO topics are not served by the sandbox');
  if (!NAME.test(name)) throw invalidParameter('Topic Name');
  const attributes = parameters.dictionary('Attributes');
  for (const [key, value] of attributes) checkAttribute(key, value);
  const tags = sentTags(call);
  const known = topicsOf(call).get(name);
  if (known !== undefined) {
    const differs = (sent: ReadonlyMap<string, string>, kept: ReadonlyMap<string, string>) =>
      [...sent].some(([key, value]) => kept.get(key) !== value);
    if (differs(attributes, known.attributes))
      throw invalidParameter('Attributes Reason: Topic already exists with different attributes');
    if (differs(tags, known.tags))
      throw invalidParameter('Tags Reason: Topic already exists with different tags');
    return known;
  }
  const topic = { name, arn: topicArn(call, name), attributes, tags, subscriptions: new Map(), messages: [] };
  topicsOf(call).set(name, topic);
  return topic;
}

/** Without a value, an attribute is again what it was at first. */
function setTopicAttribute(call: Call): ResultFields | undefined {
  const { attributes } = requiredTopic(call);
  const name = call.parameters.requiredText('AttributeName');
  const value = call.parameters.text('AttributeValue') ?? '';
  checkAttribute(name, value);
  if (value === '') attributes.delete(name);
  else attributes.set(name, value);
  return undefined;
}
