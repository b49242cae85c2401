import type { Duplicate, Provider } from './delivery';
import { allAsSent, type CustomResourceRequest, type TemplateValue } from './request';
import type { StackResource } from './stack-state';

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
  readonly resources: Readonly<Record<string, CustomResource>>;
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

export type DeclaredResource = Omit<StackResource, 'physicalId' | 'attributes'>;

/** The resources of a deployment with their properties as they will be sent. */
export function declaredResources({ resources }: Deployment): DeclaredResource[] {
  return Object.entries(resources).map(
    ([logicalId, { type, serviceToken, properties, serviceTimeoutSeconds: timeout }]) => ({
      logicalId,
      type,
      provider: serviceToken,
      properties: allAsSent({
        ...properties,
        ServiceToken: serviceToken.arn,
        ...(timeout === undefined ? {} : { ServiceTimeout: timeout }),
      }),
    }),
  );
}
