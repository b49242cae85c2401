import type { FaultEffect } from './faults';
import type { HttpAnswer } from './http';
import type { CallFacts } from './journal';

/** How a call ended: what the journal says of it, and what its sender is told. */
export interface Ending {
  /** `ok`, or the error. */
  readonly result: string;
  readonly answer: HttpAnswer;
}

/** A call that was recognised, on its way: everything in which AWS and Datadog differ. */
export interface Conversation {
  readonly facts: CallFacts;
  /** Does what is asked. Never throws: a fault of the sandbox itself is answered, too, and says so. */
  work(): Promise<Ending>;
  /** The error with which a fault answers, if it does so, as this party words it. */
  struckBy(effect: FaultEffect): Ending | undefined;
}
