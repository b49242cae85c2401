/** A threshold on one metric. Never evaluated: its state is that of a new one. */
export interface Alarm {
  readonly name: string;
  readonly arn: string;
  /** When it was made, and when it was last put. Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly actionsEnabled: boolean;
  readonly actions: Readonly<Record<ActionList, readonly string[]>>;
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  /** As they were sent, by AWS's names. */
  readonly texts: ReadonlyMap<string, string>;
  readonly numbers: ReadonlyMap<string, number>;
  readonly tags: ReadonlyMap<string, string>;
}

export type ActionList = 'OKActions' | 'AlarmActions' | 'InsufficientDataActions';
