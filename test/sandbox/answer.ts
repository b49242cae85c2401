import type { RawAnswer } from './raw-answer';

export type ResultValue =
  | string
  | number
  | boolean
  | Date
  | undefined
  | ReadonlyMap<string, string | number>
  | readonly ResultValue[]
  | ResultFields;

export interface ResultFields {
  readonly [name: string]: ResultValue;
}

/** What an operation answers: fields for its protocol to write, or its bytes as they are. */
export type Answer = ResultFields | RawAnswer | undefined;
