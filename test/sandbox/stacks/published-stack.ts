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

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackEvent.html */
export interface PublishedEvent {
  readonly time: Date;
  readonly logicalId: string;
  readonly physicalId?: string | undefined;
  readonly type: string;
  readonly status: string;
  readonly reason?: string | undefined;
}

export interface PublishedOutput {
  readonly value: string;
  readonly description?: string | undefined;
  readonly exportName?: string | undefined;
}

/** What a stack of a template shows besides its resources. */
export interface StackDetail {
  readonly description?: string | undefined;
  /** As they are shown: a `NoEcho` one as stars. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly capabilities?: readonly string[];
  readonly outputs?: Readonly<Record<string, PublishedOutput>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** Outputs that are exported, by the names of the exports. */
  readonly exports?: Readonly<Record<string, string>>;
  /** Names of exports of other stacks that it uses. */
  readonly imports?: readonly string[];
  /** The text of the template. */
  readonly template?: string;
}

/** A stack as CloudFormation shows it at one moment. */
export interface PublishedStack extends StackDetail {
  readonly id: string;
  readonly name: string;
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
  readonly status: string;
  readonly reason?: string | undefined;
  readonly createdAt: Date;
  readonly updatedAt?: Date | undefined;
  readonly deletedAt?: Date | undefined;
  readonly resources: readonly PublishedResource[];
  /** Oldest first. */
  readonly events?: readonly PublishedEvent[];
}

/** Where whoever runs stacks says what has become of them. */
export interface StackPublisher {
  /** Shows a stack from now on, instead of what was shown under the same id. */
  publish(stack: PublishedStack): void;
}
