import type { Duplicate, Provider } from './delivery';
import { allAsSent, type TemplateValue } from './request';
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
}

export interface Deployment extends OperationOptions {
  readonly resources: Readonly<Record<string, CustomResource>>;
  /** Another resource of the stack fails when all of these are done. */
  readonly failAfter?: boolean;
  /** Another resource of the stack fails when this settles: what is still in progress is cancelled. */
  readonly failDuring?: Promise<unknown>;
  /** For a creation; `ROLLBACK` without it. */
  readonly onFailure?: 'ROLLBACK' | 'DO_NOTHING';
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
