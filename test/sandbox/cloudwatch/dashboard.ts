export interface Dashboard {
  readonly name: string;
  readonly arn: string;
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
}
