import { randomUUID } from 'node:crypto';
import { pageOf } from '../paging';
import type { Call, OperationTable, ResultFields } from '../service';
import { checkedArn, invalidParameter, requiredTopic, topicPermission, topicsOf } from './lookup';
import type { Subscription } from './topic';

const MAX_SUBSCRIPTIONS = 100;
const EMAIL = /^[^@\s]+@[^@\s]+$/;
const PROTOCOLS = ['http', 'https', 'email', 'email-json', 'sms', 'sqs', 'application', 'lambda', 'firehose'];
/** Whoever is there has to confirm. */
const UNCONFIRMED = ['http', 'https', 'email', 'email-json'];

export const SUBSCRIPTION_OPERATIONS: OperationTable = {
  Subscribe: {
    write: true,
    required: ['TopicArn', 'Protocol'],
    permissions: (call) => [
      topicPermission(call, 'Subscribe', {
        'sns:Protocol': call.parameters.text('Protocol'),
        'sns:Endpoint': call.parameters.text('Endpoint'),
      }),
    ],
    run: subscribe,
  },
  // The reference has no resource for it. What does not exist is unsubscribed, too.
  Unsubscribe: {
    write: true,
    required: ['SubscriptionArn'],
    permissions: () => [{ action: 'sns:Unsubscribe', resource: '*', resourceLabel: '' }],
    run: (call) => {
      const arn = checkedArn(call, 'SubscriptionArn');
      for (const { subscriptions } of topicsOf(call).values()) subscriptions.delete(arn);
      return undefined;
    },
  },
  ListSubscriptionsByTopic: {
    write: false,
    required: ['TopicArn'],
    permissions: (call) => [topicPermission(call, 'ListSubscriptionsByTopic')],
    run: listSubscriptions,
  },
};

/** The same protocol and endpoint are subscribed once. */
function subscribe(call: Call): ResultFields {
  const { parameters } = call;
  const { arn: topicArn, subscriptions } = requiredTopic(call);
  const protocol = parameters.requiredText('Protocol');
  if (!PROTOCOLS.includes(protocol))
    throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  const endpoint = parameters.text('Endpoint') ?? '';
  if (protocol.startsWith('email') && !EMAIL.test(endpoint)) throw invalidParameter('Email address');
  if (parameters.dictionary('Attributes').size > 0)
    throw invalidParameter('Attributes of subscriptions are not served by the sandbox');
  const known = [...subscriptions.values()].find(
    (subscription) => subscription.protocol === protocol && subscription.endpoint === endpoint,
  );
  const arn = known?.arn ?? `${topicArn}:${randomUUID()}`;
  const pending = UNCONFIRMED.includes(protocol);
  subscriptions.set(arn, { arn, protocol, endpoint, pending });
  const shown = !pending || parameters.flag('ReturnSubscriptionArn');
  return { SubscriptionArn: shown ? arn : 'pending confirmation' };
}

function listSubscriptions(call: Call): ResultFields {
  const topic = requiredTopic(call);
  const { items, next } = pageOf(
    [...topic.subscriptions.values()],
    Math.min(MAX_SUBSCRIPTIONS, call.world.settings.pageSize),
    call.parameters.text('NextToken'),
    () => invalidParameter('NextToken'),
  );
  const show = ({ arn, protocol, endpoint, pending }: Subscription): ResultFields => ({
    SubscriptionArn: pending ? 'PendingConfirmation' : arn,
    Owner: call.account.id,
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: topic.arn,
  });
  return { Subscriptions: items.map(show), NextToken: next };
}
