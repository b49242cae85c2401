/** A resource as its stack shows it. */
export interface PublishedResource {
  readonly logicalId: string;
  /** Undefined as long as the resource is being created. */
  readonly physicalId?: string | undefined;
  readonly type: string;
  readonly status: string;
  readonly reason?: string | undefined;
  readonly changedAt: Date;
}

/** A stack as CloudFormation shows it at one moment. */
export interface PublishedStack {
  readonly id: string;
  readonly name: string;
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
  readonly status: string;
  readonly reason?: string | undefined;
  readonly createdAt: Date;
  readonly updatedAt?: Date | undefined;
  readonly deletedAt?: Date | undefined;
  readonly tags?: Readonly<Record<string, string>>;
  readonly resources: readonly PublishedResource[];
  /** Outputs that are exported, by the names of the exports. */
  readonly exports?: Readonly<Record<string, string>>;
}

/** Where whoever runs stacks says what has become of them. */
export interface StackPublisher {
  /** Shows a stack from now on, instead of what was shown under the same id. */
  publish(stack: PublishedStack): void;
}
