import { isObject } from '../authorize/document';
import { invalidParameter } from './lookup';
import type { Topic } from './topic';

/** https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html: those that the sandbox keeps. */
const ATTRIBUTES = ['DisplayName', 'KmsMasterKeyId', 'Policy'];

const DEFAULT_ACTIONS = [
  'GetTopicAttributes',
  'SetTopicAttributes',
  'AddPermission',
  'RemovePermission',
  'DeleteTopic',
  'Subscribe',
  'ListSubscriptionsByTopic',
  'Publish',
];

const DEFAULT_DELIVERY = JSON.stringify({
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: 'linear',
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
  },
});

/** @throws AwsError InvalidParameter for attributes that the sandbox does not keep, and for a policy that is no JSON */
export function checkAttribute(name: string, value: string): void {
  if (!ATTRIBUTES.includes(name)) throw invalidParameter('AttributeName');
  if (name === 'Policy' && value !== '' && !isJsonObject(value)) throw invalidParameter('Policy Error: null');
}

function isJsonObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}

export function shownAttributes(
  owner: string,
  { arn, attributes, subscriptions }: Topic,
): ReadonlyMap<string, string> {
  const pending = [...subscriptions.values()].filter((subscription) => subscription.pending).length;
  return new Map([
    ['Policy', defaultPolicy(owner, arn)],
    ['Owner', owner],
    ['SubscriptionsPending', String(pending)],
    ['TopicArn', arn],
    ['EffectiveDeliveryPolicy', DEFAULT_DELIVERY],
    ['SubscriptionsConfirmed', String(subscriptions.size - pending)],
    ['DisplayName', ''],
    ['SubscriptionsDeleted', '0'],
    ...attributes,
  ]);
}

/** Lets everybody of the account in. */
function defaultPolicy(owner: string, arn: string): string {
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: DEFAULT_ACTIONS.map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': owner } },
      },
    ],
  });
}
