import type { Service } from '../service';
import { PUBLISH } from './publish';
import { SUBSCRIPTION_OPERATIONS } from './subscriptions';
import { TOPIC_OPERATIONS } from './topics';

/** The Simple Notification Service. https://docs.aws.amazon.com/sns/latest/api/welcome.html */
export const SNS: Service = {
  name: 'sns',
  protocol: 'query',
  version: '2010-03-31',
  namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  global: false,
  validationCode: 'ValidationError',
  denial: { code: 'AuthorizationError', status: 403 },
  invalidTokenCode: 'InvalidClientTokenId',
  operations: { ...TOPIC_OPERATIONS, ...SUBSCRIPTION_OPERATIONS, Publish: PUBLISH },
};
