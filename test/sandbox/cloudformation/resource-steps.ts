import {
  type DeliveryOptions,
  type DeliveryResult,
  deliver,
  type Provider,
  type RequestDraft,
} from './delivery';
import type { CustomResourceRequest, Properties } from './request';
import type { ResponseEndpoint } from './response-endpoint';
import {
  type Leftover,
  madeUpPhysicalId,
  noteResource,
  type StackRecord,
  type StackResource,
} from './stack-state';

/** What every step of an operation works with. */
export interface StepContext {
  readonly stack: StackRecord;
  readonly endpoint: ResponseEndpoint;
  readonly region: string;
  readonly timeScale: number;
  readonly skipsWaits: boolean;
  readonly duplicate: DeliveryOptions['duplicate'];
  readonly holdsBack: DeliveryOptions['holdsBack'];
  /** Every delivery that was started, to wait for what runs on after CloudFormation stopped waiting. */
  readonly deliveries: Promise<void>[];
  /** Where each event went, or should have gone. */
  readonly receivers: Map<CustomResourceRequest, Provider>;
}

interface UpdateStepResult {
  readonly succeeded: boolean;
  readonly leftover: Leftover | undefined;
}

interface Answer {
  readonly succeeded: boolean;
  readonly reason: string | undefined;
  /** Undefined when the provider named none, or none that is valid. */
  readonly physicalId: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html */
const SERVICE_TIMEOUT_DEFAULT_SECONDS = 3600;

/** Sends Create. A resource that failed stays in the stack, under the id of its reply or a made-up one. */
export async function createResource(
  context: StepContext,
  declared: Omit<StackResource, 'physicalId' | 'attributes'>,
  cancelled: AbortSignal,
): Promise<boolean> {
  const { stack } = context;
  const creating: StackResource = { ...declared, physicalId: undefined, attributes: {} };
  stack.resources.set(declared.logicalId, creating);
  noteResource(stack, creating, 'CREATE_IN_PROGRESS');
  const answer = await send(context, creating, { RequestType: 'Create' }, cancelled);
  const physicalId = answer.physicalId ?? madeUpPhysicalId(stack.name, declared.logicalId);
  const created = {
    ...creating,
    physicalId,
    attributes: answer.attributes,
    ...(answer.succeeded ? {} : { isFailedCreate: true }),
  };
  stack.resources.set(declared.logicalId, created);
  noteResource(stack, created, answer.succeeded ? 'CREATE_COMPLETE' : 'CREATE_FAILED', answer.reason);
  return answer.succeeded;
}

/**
 * Sends Update. The id of the reply becomes the resource's own even when the update failed
 * (https://github.com/aws/aws-cdk/issues/13527): the rollback's Update then carries it.
 */
export async function updateResource(
  context: StepContext,
  current: StackResource,
  properties: Properties,
  cancelled?: AbortSignal,
): Promise<UpdateStepResult> {
  const { stack } = context;
  noteResource(stack, current, 'UPDATE_IN_PROGRESS');
  const answer = await send(
    context,
    { ...current, properties },
    {
      RequestType: 'Update',
      PhysicalResourceId: physicalIdOf(current),
      OldResourceProperties: current.properties,
    },
    cancelled,
  );
  const updated = {
    ...current,
    properties,
    physicalId: answer.physicalId ?? current.physicalId,
    attributes: answer.succeeded ? answer.attributes : current.attributes,
  };
  stack.resources.set(current.logicalId, updated);
  noteResource(stack, updated, answer.succeeded ? 'UPDATE_COMPLETE' : 'UPDATE_FAILED', answer.reason);
  const replaced = updated.physicalId !== current.physicalId;
  return {
    succeeded: answer.succeeded,
    leftover: replaced ? { ...current, physicalId: physicalIdOf(current) } : undefined,
  };
}

/** Sends Delete for a resource, or for a physical resource that it left behind. */
export async function deleteResource(context: StepContext, resource: StackResource): Promise<boolean> {
  const { stack } = context;
  noteResource(stack, resource, 'DELETE_IN_PROGRESS');
  const answer = await send(context, resource, {
    RequestType: 'Delete',
    PhysicalResourceId: physicalIdOf(resource),
  });
  noteResource(stack, resource, answer.succeeded ? 'DELETE_COMPLETE' : 'DELETE_FAILED', answer.reason);
  return answer.succeeded;
}

async function send(
  context: StepContext,
  { logicalId, type, provider, properties }: StackResource,
  fields: Pick<RequestDraft, 'RequestType' | 'PhysicalResourceId' | 'OldResourceProperties'>,
  cancelled?: AbortSignal,
): Promise<Answer> {
  const { stack, endpoint, region, timeScale, skipsWaits, duplicate, holdsBack, deliveries } = context;
  const timeoutSeconds = Number(properties['ServiceTimeout'] ?? SERVICE_TIMEOUT_DEFAULT_SECONDS);
  const delivery = deliver(
    endpoint,
    {
      ...fields,
      ServiceToken: provider.arn,
      StackId: stack.id,
      LogicalResourceId: logicalId,
      ResourceType: type,
      ResourceProperties: properties,
    },
    {
      provider,
      region,
      now: stack.clock.now(),
      timeoutMs: skipsWaits ? null : (timeoutSeconds * 1000) / timeScale,
      cancelled,
      duplicate,
      holdsBack,
    },
  );
  stack.requests.push(delivery.request);
  context.receivers.set(delivery.request, provider);
  deliveries.push(delivery.ended);
  return answerOf(await delivery.result, fields.RequestType, delivery.request.RequestId);
}

function answerOf(result: DeliveryResult, requestType: string, requestId: string): Answer {
  if (result.kind === 'cancelled')
    return failure(`Resource ${CANCELLED[requestType] ?? 'operation'} cancelled`);
  if (result.kind === 'no reply')
    return failure(
      'CloudFormation did not receive a response from your Custom Resource. ' +
        `Please check your logs for requestId [${requestId}].`,
    );
  if (!result.response.valid) return failure(result.response.fault);
  const { status, reason, physicalId, data } = result.response.reply;
  return { succeeded: status === 'SUCCESS', reason, physicalId, attributes: data };
}

const CANCELLED: Readonly<Record<string, string>> = { Create: 'creation', Update: 'update' };

function failure(reason: string): Answer {
  return { succeeded: false, reason, physicalId: undefined, attributes: {} };
}

function physicalIdOf({ logicalId, physicalId }: StackResource): string {
  if (physicalId === undefined)
    throw new Error(`${logicalId} has no physical id yet: its Create is still running`);
  return physicalId;
}
