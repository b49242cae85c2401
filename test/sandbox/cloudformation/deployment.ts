import type { Duplicate, Provider } from './delivery';
import type { NativeProvider } from './native-provider';
import type { Properties } from './request';
import { allAsSent, type CustomResourceRequest, type TemplateValue } from './request';
import type { RetentionPolicies } from './stack-state';

/** A custom resource as a template declares it, intrinsic functions resolved. */
export interface CustomResource {
  readonly type: string;
  readonly serviceToken: Provider;
  /** A `ServiceToken` among them is replaced by the provider's ARN. */
  readonly properties: Readonly<Record<string, TemplateValue>>;
  /** Sent as the property `ServiceTimeout`; 3,600 without one. */
  readonly serviceTimeoutSeconds?: number;
}

/** Delivery of the events of one operation. */
export interface OperationOptions {
  readonly duplicate?: Duplicate;
  /**
   * Says of an event whether it is kept from the function until `Stack.deliver`. CloudFormation waits for its reply in
   * vain, which takes no time here.
   */
  readonly holdsBack?: (request: CustomResourceRequest) => boolean;
}

export interface ContinuationOptions extends OperationOptions {
  /** `ResourcesToSkip`: logical ids of resources on which the rollback failed. */
  readonly skip?: readonly string[];
}

export interface Deployment extends OperationOptions {
  /** Custom resources alone, or all that a template declares. */
  readonly resources: Readonly<Record<string, CustomResource>> | readonly DeclaredResource[];
  /** Another resource of the stack fails when all of these are done. */
  readonly failAfter?: boolean;
  /** Another resource of the stack fails when this settles: what is still in progress is cancelled. */
  readonly failDuring?: Promise<unknown>;
  /**
   * `ROLLBACK` without it. `DO_NOTHING` preserves what succeeded: `OnFailure` or `DisableRollback` of a creation,
   * `DisableRollback` of an update.
   */
  readonly onFailure?: 'ROLLBACK' | 'DO_NOTHING';
  /**
   * When an update deletes what a failed Create has left: in its clean-up, or before it is created anew. That it does so
   * is documented, when it does is not. Default: in the clean-up.
   */
  readonly deletesFailed?: 'in clean-up' | 'first';
  /** Sends an Update for a resource of which nothing changed, too. */
  readonly force?: boolean;
}

/** A resource of a deployment. */
export interface DeclaredResource extends RetentionPolicies {
  readonly logicalId: string;
  readonly type: string;
  /** Logical ids of those that must be there first. */
  readonly dependsOn: readonly string[];
  /** Its properties as they will be sent, once those are there. @throws Error when a reference leads nowhere */
  resolve(): ResolvedDeclaration;
}

export interface ResolvedDeclaration {
  readonly provider: Provider | NativeProvider;
  readonly properties: Properties;
}

export function declaredResources({ resources }: Deployment): readonly DeclaredResource[] {
  if (isDeclared(resources)) return resources;
  return Object.entries(resources).map(([logicalId, resource]) => ({
    logicalId,
    type: resource.type,
    dependsOn: [],
    resolve: () => ({ provider: resource.serviceToken, properties: propertiesSent(resource) }),
  }));
}

/** Custom resources whose functions are known before the deployment begins. */
export function givenProviders({ resources }: Deployment): readonly (readonly [string, CustomResource])[] {
  return isDeclared(resources) ? [] : Object.entries(resources);
}

function isDeclared(resources: Deployment['resources']): resources is readonly DeclaredResource[] {
  return Array.isArray(resources);
}

function propertiesSent({
  serviceToken,
  properties,
  serviceTimeoutSeconds: timeout,
}: CustomResource): Properties {
  return allAsSent({
    ...properties,
    ServiceToken: serviceToken.arn,
    ...(timeout === undefined ? {} : { ServiceTimeout: timeout }),
  });
}
