import type { Answer } from './answer';
import type { ContinuationOptions } from './cloudformation/deployment';
import type { CheckedPlan, StackPlan } from './cloudformation/plan';
import type { StackStatus } from './cloudformation/stack-state';
import type { Invocation, Lambda } from './lambda/lambda';
import type { ParameterValue } from './parameters';
import type { Schedule } from './scheduler/schedule';
import type { Account } from './state';

/** What goes on by itself in a sandbox, beyond answering calls. */
export interface Machines {
  readonly functions: FunctionHost;
  readonly stacks: StackEngine;
  readonly schedules: ScheduleRunner;
  calls(caller: InnerCaller): InnerCall;
}

/**
 * A call that one service makes of another, as CloudFormation does with the permissions of whoever asked for the stack. Lists and
 * objects are given as the API has them.
 *
 * @throws AwsError what the other service answers
 */
export type InnerCall = (
  service: string,
  operation: string,
  parameters: { readonly [name: string]: ParameterValue | undefined },
  body?: string,
) => Promise<Answer>;

export interface InnerCaller {
  readonly accessKeyId: string;
  readonly region: string;
  /** Whether the calls are in the journal. Default false: others than the caller of a service have nothing to do with them. */
  readonly isHeard?: boolean;
}

/** Runs the functions that an account has, each with its own code, its own settings and the permissions of its own role. */
export interface FunctionHost {
  /**
   * Delivers an event, and writes down what the function logs, if its role lets it.
   *
   * @throws AwsError ResourceNotFoundException
   */
  invoke(arn: string, event: unknown, options?: { readonly asynchronous?: boolean }): Promise<Invocation>;
  /** The function as a test drives it: what it did, and a way to kill it. @throws AwsError ResourceNotFoundException */
  running(arn: string): Lambda;
  /** Stops everything that runs, and removes the code from the disk. */
  close(): Promise<void>;
}

/** Runs whole templates: every resource by its own service, custom resources by the functions of the account. */
export interface StackEngine {
  /** @throws AwsError what CloudFormation answers to a template, parameters or capabilities that it refuses */
  check(place: StackPlace, plan: StackPlan): CheckedPlan;
  /** Gives a stack that does not exist yet its id, as a change set does that will create it. */
  review(place: StackPlace, plan: StackPlan): string;
  /** Creates the stack, or updates it if it exists; resolves to the status in which it rests. */
  deploy(place: StackPlace, plan: CheckedPlan, options?: DeployOptions): Deploying;
  delete(place: StackPlace, id: string): Promise<StackStatus>;
  continueRollback(place: StackPlace, id: string, options: ContinuationOptions): Promise<StackStatus>;
  /** What a stack has been deployed with. */
  planOf(id: string): CheckedPlan | undefined;
  close(): Promise<void>;
}

/** Who asks for an operation of a stack, and where. */
export interface StackPlace {
  readonly account: Account;
  readonly region: string;
  readonly accessKeyId: string;
}

export interface DeployOptions {
  readonly onFailure: 'ROLLBACK' | 'DO_NOTHING';
}

export interface Deploying {
  readonly id: string;
  readonly ended: Promise<StackStatus>;
}

/** Runs schedules by the sandbox's real time: at once when they are made, and then as often as they say. */
export interface ScheduleRunner {
  /** A schedule was made or changed. */
  start(account: Account, region: string, schedule: Schedule): void;
  end(schedule: Schedule): void;
  close(): void;
}
