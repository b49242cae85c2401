import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error';
import {
  type DeliveryOptions,
  type DeliveryResult,
  deliver,
  type Provider,
  type RequestDraft,
} from './delivery';
import type { DeclaredResource, ResolvedDeclaration } from './deployment';
import type { Made } from './native-provider';
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

/** What a declaration comes to. Undefined, and an event of the stack, where a reference leads nowhere. */
export function resolveDeclared(
  { stack }: StepContext,
  declared: DeclaredResource,
  current: Pick<StackResource, 'logicalId' | 'physicalId' | 'type'>,
  failure: 'CREATE_FAILED' | 'UPDATE_FAILED',
): ResolvedDeclaration | undefined {
  try {
    return declared.resolve();
  } catch (error) {
    noteResource(stack, current, failure, error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

/** Sends Create. A resource that failed stays in the stack, under the id of its reply or a made-up one. */
export async function createResource(
  context: StepContext,
  declared: DeclaredResource,
  cancelled: AbortSignal,
): Promise<boolean> {
  const { stack } = context;
  const { logicalId, type, dependsOn, deletionPolicy, updateReplacePolicy } = declared;
  const resolved = resolveDeclared(
    context,
    declared,
    { ...declared, physicalId: undefined },
    'CREATE_FAILED',
  );
  if (resolved === undefined) return false;
  const creating: StackResource = {
    ...{ logicalId, type, dependsOn, deletionPolicy, updateReplacePolicy },
    ...resolved,
    physicalId: undefined,
    attributes: {},
  };
  stack.resources.set(declared.logicalId, creating);
  noteResource(stack, creating, 'CREATE_IN_PROGRESS');
  const { provider } = creating;
  const answer = isFunction(provider)
    ? await send(context, { ...creating, provider }, { RequestType: 'Create' }, cancelled)
    : await answerOfService(() => provider.create(logicalId, creating.properties));
  if (!isFunction(provider) && !answer.succeeded) {
    // Nothing was made: there is nothing to delete.
    stack.resources.delete(logicalId);
    noteResource(stack, creating, 'CREATE_FAILED', answer.reason);
    return false;
  }
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
  const { provider } = current;
  const physicalId = physicalIdOf(current);
  const answer = isFunction(provider)
    ? await send(
        context,
        { ...current, provider, properties },
        {
          RequestType: 'Update',
          PhysicalResourceId: physicalId,
          OldResourceProperties: current.properties,
        },
        cancelled,
      )
    : await answerOfService(() => provider.update({ ...current, physicalId }, properties));
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

/**
 * Brings a resource back to what it was before an update. One of AWS's own that was replaced is still there: the stack goes back
 * to it, and the new one is left over.
 */
export async function rollBackResource(
  context: StepContext,
  touched: StackResource,
  old: StackResource,
): Promise<UpdateStepResult> {
  if (isFunction(touched.provider) || touched.physicalId === old.physicalId)
    return updateResource(context, touched, old.properties);
  context.stack.resources.set(old.logicalId, old);
  noteResource(context.stack, old, 'UPDATE_COMPLETE');
  return { succeeded: true, leftover: { ...touched, physicalId: physicalIdOf(touched) } };
}

/** Why a resource goes: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html */
export type DeletionReason = 'unneeded' | 'replaced' | 'create rolled back';

function isRetained({ deletionPolicy, updateReplacePolicy }: StackResource, why: DeletionReason): boolean {
  if (why === 'replaced') return updateReplacePolicy === 'Retain';
  return deletionPolicy === 'Retain' || (deletionPolicy === 'RetainExceptOnCreate' && why === 'unneeded');
}

/** Deletes a resource, or a physical resource that it left behind, unless it is to be kept. */
export async function deleteResource(
  context: StepContext,
  resource: StackResource,
  why: DeletionReason,
): Promise<boolean> {
  const { stack } = context;
  const { provider } = resource;
  if (isRetained(resource, why)) {
    noteResource(stack, resource, 'DELETE_SKIPPED');
    return true;
  }
  noteResource(stack, resource, 'DELETE_IN_PROGRESS');
  const physicalId = physicalIdOf(resource);
  const answer = isFunction(provider)
    ? await send(
        context,
        { ...resource, provider },
        {
          RequestType: 'Delete',
          PhysicalResourceId: physicalId,
        },
      )
    : await answerOfService(async () => {
        await provider.delete({ ...resource, physicalId });
        return { physicalId, attributes: {} };
      });
  noteResource(stack, resource, answer.succeeded ? 'DELETE_COMPLETE' : 'DELETE_FAILED', answer.reason);
  return answer.succeeded;
}

function isFunction(provider: StackResource['provider']): provider is Provider {
  return 'invoke' in provider;
}

/** In CloudFormation's words, as quoted in https://github.com/aws/aws-cdk/issues/17062. */
async function answerOfService(task: () => Promise<Made>): Promise<Answer> {
  try {
    return { succeeded: true, reason: undefined, ...(await task()) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { message, code } = error;
    return failure(
      `Resource handler returned message: "${message}" (RequestToken: ${randomUUID()}, HandlerErrorCode: ${code})`,
    );
  }
}

async function send(
  context: StepContext,
  { logicalId, type, provider, properties }: StackResource & { readonly provider: Provider },
  fields: Pick<RequestDraft, 'RequestType' | 'PhysicalResourceId' | 'OldResourceProperties'>,
  cancelled?: AbortSignal,
): Promise<Answer> {
  const { stack, endpoint, region, timeScale, skipsWaits, duplicate, holdsBack, deliveries } = context;
  const refusal = await provider.refusal?.();
  if (refusal !== undefined) return failure(refusal);
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
