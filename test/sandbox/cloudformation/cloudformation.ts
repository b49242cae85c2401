import type { StackPublisher } from '../stacks/published-stack';
import type { Misbehaviour, ReceivedPut } from './put';
import { startResponseEndpoint } from './response-endpoint';
import { defineStack, type Stack } from './stack';
import { stackClock } from './stack-clock';

export interface CloudFormationOptions {
  readonly region?: string;
  readonly accountId?: string;
  readonly partition?: string;
  /** How many times faster than real time ServiceTimeout passes. */
  readonly timeScale?: number;
  /** Whether it waits for a reply until the function has ended, for functions that skip their waits. Default false. */
  readonly skipsWaits?: boolean;
  /** The time in milliseconds since the epoch. Default: the clock. */
  readonly now?: () => number;
  /** How much later each phase of a stack (operation, rollback, clean-up) begins than the one before. Default 0. */
  readonly phaseTakesMs?: number;
  /** Where the stacks are shown, such as `account.stacks` of a sandbox. Default: nowhere. */
  readonly publisher?: StackPublisher;
}

export interface StackOptions {
  readonly name: string;
  readonly stackId?: string;
  /** When it was made, if that was before anything happens here. */
  readonly createdAt?: Date;
}

/** The part of CloudFormation that drives custom resources. */
export interface CloudFormation {
  stack(options: StackOptions): Stack;
  /** Every PUT to a ResponseURL of any stack. */
  readonly puts: readonly ReceivedPut[];
  /** Makes the ResponseURLs misbehave from now on; `undefined` ends it. */
  misbehave(misbehaviour: Misbehaviour | undefined): void;
  /** Makes the ResponseURLs refuse connections until the returned function is called. */
  refuseConnections(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Starts the driver and, on loopback, the bucket behind its ResponseURLs. */
export async function startCloudFormation(options: CloudFormationOptions = {}): Promise<CloudFormation> {
  const { region = 'us-east-1', accountId = '123456789012', partition = 'aws', timeScale = 1 } = options;
  const { publisher, skipsWaits = false, now = Date.now, phaseTakesMs = 0 } = options;
  const endpoint = await startResponseEndpoint();
  return {
    stack: ({ name, stackId, createdAt }) =>
      defineStack({
        name,
        stackId,
        createdAt,
        partition,
        region,
        accountId,
        timeScale,
        skipsWaits,
        clock: stackClock(now, phaseTakesMs),
        endpoint,
        publisher,
      }),
    puts: endpoint.puts,
    misbehave: endpoint.misbehave,
    refuseConnections: endpoint.refuseConnections,
    close: endpoint.close,
  };
}
