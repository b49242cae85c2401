/** The stack a request comes from, as its ARN names it. */
export interface Stack {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly name: string;
}

/**
 * A request whose envelope has been checked. The properties are what the template's author wrote: CloudFormation's
 * own `ServiceToken` and `ServiceTimeout` are taken out, so that they are neither validated nor compared.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
 */
export interface ResourceRequest {
  readonly requestType: 'Create' | 'Update' | 'Delete';
  readonly stackId: string;
  readonly stack: Stack;
  readonly requestId: string;
  readonly logicalResourceId: string;
  readonly resourceType: string;
  /** Absent on Create, present otherwise. */
  readonly physicalResourceId?: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** The properties before the change; empty unless this is an Update. */
  readonly oldProperties: Readonly<Record<string, unknown>>;
  /** When CloudFormation sent it, in milliseconds since 1970 and to the second; undefined where its URL does not tell. */
  readonly sentAt: number | undefined;
  /** Until when CloudFormation waits for the reply to it; undefined where that cannot be told. */
  readonly awaitedUntil: number | undefined;
}

export interface CreateRequest extends ResourceRequest {
  readonly requestType: 'Create';
}

export interface UpdateRequest extends ResourceRequest {
  readonly requestType: 'Update';
  readonly physicalResourceId: string;
}

export interface DeleteRequest extends ResourceRequest {
  readonly requestType: 'Delete';
  readonly physicalResourceId: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
const STACK_ARN =
  /^arn:([a-z0-9-]+):cloudformation:([a-z0-9-]+):(\d{12}):stack\/([a-zA-Z][-a-zA-Z0-9]{0,127})\/[-a-zA-Z0-9]{1,64}$/;

/** Takes a StackId apart; undefined when it is not a stack's ARN. */
export function parseStackId(stackId: string): Stack | undefined {
  const match = STACK_ARN.exec(stackId);
  if (match === null) return undefined;
  const [, partition = '', region = '', accountId = '', name = ''] = match;
  return { partition, region, accountId, name };
}
