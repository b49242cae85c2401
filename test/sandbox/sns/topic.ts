export interface Topic {
  readonly name: string;
  readonly arn: string;
  /** Those that were set. */
  readonly attributes: Map<string, string>;
  readonly tags: ReadonlyMap<string, string>;
  /** By ARN. */
  readonly subscriptions: Map<string, Subscription>;
  /** What was published, in the order in which it came. Delivered to nobody. */
  readonly messages: PublishedMessage[];
}

export interface Subscription {
  readonly arn: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** Whether somebody at the endpoint would have to confirm it; in the sandbox nobody ever does. */
  readonly pending: boolean;
}

export interface PublishedMessage {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly subject: string | undefined;
  readonly message: string;
}
