import type { AttackWorld, Setting } from './world';

/** Who attacks, by what he has to begin with. */
export const THREATS = {
  'stack-author': 'may deploy stacks that use the ServiceToken, and has no IAM rights',
  'parameter-writer':
    'may write SSM parameters under /datadog-integration-role/ and /datadog-integration-registration/',
  'role-tagger': 'may tag and describe roles or policies',
  'log-and-mail-reader': 'reads logs, mails and events',
  invoker: 'may invoke a function directly',
  'provider-thief': 'has stolen the credentials of the provider',
  'validator-thief': 'has stolen the credentials of the validator',
} as const;

export type Threat = keyof typeof THREATS;

/** What is wrong after an attempt, in sentences; none when the product holds. */
export type Violations = readonly string[];

/** One attempt: what the attacker has, what he does, and what must not come of it. */
export interface Attack {
  /** `<threat>/<what he tries>`. */
  readonly id: string;
  readonly title: string;
  readonly threat: Threat;
  /** AWS actions; those that IAM, SSM and STS enforce are all that his credentials can do. */
  readonly rightHeld: readonly string[];
  /** What his right must not become. */
  readonly mustNotBecome: string;
  /** Not among the attacks that were reported for version 0.1.0. */
  readonly own?: true;
  readonly setting?: Setting;
  /** Other people's doings before it; what is there afterwards is what the attacker's gain is measured by. */
  readonly prepare?: (world: AttackWorld) => Promise<unknown>;
  readonly attempt: (world: AttackWorld) => Promise<unknown>;
  /** Asked after the attempt, besides what is asked of all: see run-attack.ts. */
  readonly holds: (world: AttackWorld) => Violations | Promise<Violations>;
}

/** What an attacker can do all the same: the case fails when that is not so any more. */
export interface Limit extends Pick<Attack, 'id' | 'title' | 'threat' | 'prepare' | 'attempt'> {
  /** Why it is left so. */
  readonly because: string;
  readonly shows: Attack['holds'];
}

/** One violation when a statement about the world is not true. */
export function unless(isTrue: boolean, violation: string): Violations {
  return isTrue ? [] : [violation];
}
