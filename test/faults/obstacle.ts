import type { OperationOptions } from '../sandbox/cloudformation/deployment';
import type { CustomResourceRequest } from '../sandbox/cloudformation/request';
import type { Violations } from './invariants/violation';

/** A fault that is in the way of a trial. */
export interface Obstacle {
  /** How CloudFormation performs the act. */
  readonly operation?: OperationOptions & { readonly failDuring?: Promise<unknown> };
  /** Called with each event when it reaches the function. */
  readonly onEvent?: (request: CustomResourceRequest) => void;
  /** Called when an event is over. */
  readonly onEventEnd?: (request: CustomResourceRequest) => void;
  /** Called when the stack rests: whatever was wrong ends. */
  lift(): void;
  /** What still comes of it when everything has ended, before the account is looked at. */
  aftermath?(): Promise<Violations>;
  /** What still comes of it after that. */
  epilogue?(): Promise<Violations>;
  hasStruck(): boolean;
}
