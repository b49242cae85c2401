import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error';
import type { Call, ResultFields, Service } from '../service';

const MAX_MESSAGE_BYTES = 262_144;

/**
 * SNS takes messages to any topic and delivers them to nobody: the journal keeps what was sent.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const SNS: Service = {
  name: 'sns',
  protocol: 'query',
  version: '2010-03-31',
  namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  global: false,
  validationCode: 'ValidationError',
  denial: { code: 'AuthorizationError', status: 403 },
  invalidTokenCode: 'InvalidClientTokenId',
  operations: {
    Publish: {
      write: true,
      required: ['Message'],
      permissions: ({ parameters }) => [
        { action: 'sns:Publish', resource: parameters.text('TopicArn') ?? '*' },
      ],
      run: publish,
    },
  },
};

function publish({ parameters, region }: Call): ResultFields {
  const topic = parameters.text('TopicArn') ?? parameters.text('TargetArn');
  const [, topicRegion] = /^arn:[^:]+:sns:([^:]+):\d{12}:[\w.-]+$/.exec(topic ?? '') ?? [];
  if (topicRegion !== region) {
    throw new AwsError('InvalidParameter', 'Invalid parameter: TopicArn');
  }
  const message = parameters.requiredText('Message');
  if (message === '') throw new AwsError('InvalidParameter', 'Invalid parameter: Empty message');
  if (Buffer.byteLength(message) > MAX_MESSAGE_BYTES) {
    throw new AwsError('InvalidParameter', 'Invalid parameter: Message too long');
  }
  return { MessageId: randomUUID() };
}
