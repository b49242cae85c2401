import { randomUUID } from 'node:crypto';
import { contentsIn } from '../regional-contents';
import type { Call, Operation, ResultFields } from '../service';
import { invalidParameter } from './lookup';

const MAX_MESSAGE_BYTES = 262_144;

/**
 * Takes messages to any topic of the region, whether anybody has made it or not, and delivers them to nobody: the journal
 * keeps what was sent, and a topic that exists what it got. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const PUBLISH: Operation = {
  write: true,
  required: ['Message'],
  permissions: ({ parameters }) => [{ action: 'sns:Publish', resource: parameters.text('TopicArn') ?? '*' }],
  run: publish,
};

function publish({ world, parameters, region, now }: Call): ResultFields {
  const arn = parameters.text('TopicArn') ?? parameters.text('TargetArn') ?? '';
  const [, topicRegion, owner = '', name = ''] = /^arn:[^:]+:sns:([^:]+):(\d{12}):([\w.-]+)$/.exec(arn) ?? [];
  if (topicRegion !== region) throw invalidParameter('TopicArn');
  const message = parameters.requiredText('Message');
  if (message === '') throw invalidParameter('Empty message');
  if (Buffer.byteLength(message) > MAX_MESSAGE_BYTES) throw invalidParameter('Message too long');
  const account = world.knownAccount(owner);
  const topic = account && contentsIn(account, region).topics.get(name);
  const id = randomUUID();
  topic?.messages.push({ id, at: now, subject: parameters.text('Subject'), message });
  return { MessageId: id };
}
