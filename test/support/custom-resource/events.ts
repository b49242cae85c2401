export const RESOURCE_TYPE = 'Custom::Thing';
export const NOT_CREATED = 'thing:not-created';
export const STACK_ID =
  'arn:aws-us-gov:cloudformation:us-gov-west-1:123456789012:stack/monitoring/5b8e0a60-0000-11ef-8000-0e0000000000';
export const SIGNATURE = 'X-Amz-Signature=canary0123456789abcdef&X-Amz-Expires=7200';
/** The function behind the ServiceToken. */
export const FUNCTION_ARN = 'arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:provider';
export const RESPONSE_HOST =
  'https://cloudformation-custom-resource-response-usgovwest1.s3-us-gov-west-1.amazonaws.com';

type Fields = Readonly<Record<string, unknown>>;

const COMMON = {
  ServiceToken: FUNCTION_ARN,
  StackId: STACK_ID,
  RequestId: 'f3f6b1f0-0000-4000-8000-000000000001',
  LogicalResourceId: 'Thing',
  ResourceType: RESOURCE_TYPE,
};
export const RESPONSE_URL = responseUrl(COMMON);

/** Where CloudFormation waits for the reply to an event: the path of its URL repeats the event's ids. */
export function responseUrl(event: Fields, origin = RESPONSE_HOST): string {
  const { StackId, LogicalResourceId, RequestId } = event;
  const path = encodeURIComponent(`${StackId}|${LogicalResourceId}|${RequestId}`).replaceAll('%2F', '/');
  return `${origin}/${path}?${SIGNATURE}`;
}

const PROPERTIES = {
  ServiceToken: FUNCTION_ARN,
  Colour: 'green',
};

/** Events as CloudFormation sends them, with `changes` on top, and the ResponseURL that belongs to the ids. */
export function createEvent(changes: Fields = {}): Fields {
  return {
    ResponseURL: responseUrl({ ...COMMON, ...changes }),
    ...COMMON,
    RequestType: 'Create',
    ResourceProperties: PROPERTIES,
    ...changes,
  };
}

export function updateEvent(changes: Fields = {}): Fields {
  return createEvent({
    RequestType: 'Update',
    PhysicalResourceId: 'thing-1',
    OldResourceProperties: { ...PROPERTIES, Colour: 'blue' },
    ...changes,
  });
}

export function deleteEvent(changes: Fields = {}): Fields {
  return createEvent({ RequestType: 'Delete', PhysicalResourceId: 'thing-1', ...changes });
}

/** An event with the ResourceProperties given on top of the usual ones. */
export function withProperties(event: Fields, properties: Fields): Fields {
  return { ...event, ResourceProperties: { ...PROPERTIES, ...properties } };
}
