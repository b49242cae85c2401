import type { CustomResource } from '../sandbox/cloudformation/deployment';
import type { CustomerAccount } from '../support/customer-account';
import type { TestedResource } from './tested-resource';

export type Properties = CustomResource['properties'];

/** The operation on the stack that a story is about. */
export type Act =
  | {
      readonly kind: 'deploy';
      readonly properties: Properties;
      /** Another resource of the stack fails afterwards. */
      readonly failAfter?: boolean;
      /** Sends the event although no property has changed. */
      readonly force?: boolean;
    }
  | { readonly kind: 'delete' };

/** Somebody who may be let in by the role's trust policy. */
export interface Visitor {
  readonly principalArn: string;
  readonly externalId: string;
}

/** Something that people do with the resource, from a known start to a known end. */
export interface Story {
  readonly id: string;
  /** Default: the role. */
  readonly resource?: TestedResource;
  /** What is in the account before the stack, besides the neighbours. */
  readonly seed?: (customer: CustomerAccount) => void | Promise<void>;
  /** The account's resource control policies. */
  readonly rcps?: readonly object[];
  /** Deployments that lead to where the story begins. */
  readonly deployed: readonly Properties[];
  /** What people did to the account after that. */
  readonly interference?: (customer: CustomerAccount) => Promise<void>;
  readonly act: Act;
  /** Where the stack rests when nothing goes wrong. */
  readonly ends:
    | 'CREATE_COMPLETE'
    | 'UPDATE_COMPLETE'
    | 'DELETE_COMPLETE'
    | 'ROLLBACK_COMPLETE'
    | 'UPDATE_ROLLBACK_COMPLETE';
  /** The call whose answer makes the story fail: where none comes, nothing fails, and it is another story. */
  readonly failsBy?: string;
  /** Whether another story makes the same calls on another role: then it is tried with the faults of order alone. */
  readonly isVariant?: true;
  /** Whether its Update remembers what a Create with its properties would not have seen. */
  readonly remembersMore?: true;
  /** Where a rollback leads, when it does not lead to the start: it repairs what people had done meanwhile. */
  readonly rollsBackTo?: 'end';
  /** Roles through which Datadog may come in. */
  readonly roles: readonly string[];
  /** What Datadog may come with: before, after or all the time. */
  readonly datadog: readonly Visitor[];
}
