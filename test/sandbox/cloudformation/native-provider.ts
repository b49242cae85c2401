import type { Properties } from './request';

/** A physical resource. */
export interface Made {
  /** What `Ref` gives. */
  readonly physicalId: string;
  /** What `Fn::GetAtt` gives. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface ExistingResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly properties: Properties;
}

/** What makes the resources of one of AWS's own types, for one stack. Each throws AwsError what the service answers. */
export interface NativeProvider {
  create(logicalId: string, properties: Properties): Promise<Made>;
  /** Another physical id: the resource was replaced, and the old one is left to the clean-up. */
  update(current: ExistingResource, properties: Properties): Promise<Made>;
  delete(current: ExistingResource): Promise<void>;
}
