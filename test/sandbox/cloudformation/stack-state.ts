import { randomInt, randomUUID } from 'node:crypto';
import type { Provider } from './delivery';
import type { CustomResourceRequest, Properties } from './request';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html: where a stack can rest. */
export type StackStatus =
  | 'CREATE_COMPLETE'
  | 'CREATE_FAILED'
  | 'ROLLBACK_COMPLETE'
  | 'ROLLBACK_FAILED'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_ROLLBACK_COMPLETE'
  | 'UPDATE_ROLLBACK_FAILED'
  | 'DELETE_COMPLETE'
  | 'DELETE_FAILED';

export interface StackEvent {
  readonly time: Date;
  /** The stack's name for the events of the stack itself. */
  readonly logicalId: string;
  readonly status: string;
  readonly type: string;
  readonly reason?: string | undefined;
  readonly physicalId?: string | undefined;
}

/** One custom resource as its stack knows it. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  readonly provider: Provider;
  readonly properties: Properties;
  /** Undefined while the resource is being created. */
  readonly physicalId: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface StackState {
  readonly name: string;
  /** A new one for each creation. */
  readonly id: string;
  readonly status: StackStatus | undefined;
  readonly resources: ReadonlyMap<string, StackResource>;
  readonly events: readonly StackEvent[];
  readonly requests: readonly CustomResourceRequest[];
}

/** A physical resource that an update left behind, to be deleted in its clean-up. */
export type Leftover = StackResource & { readonly physicalId: string };

/** A rollback that rests because resources could not be updated back. */
export interface UnfinishedRollback {
  readonly before: ReadonlyMap<string, StackResource>;
  /** Logical ids. */
  readonly failed: readonly string[];
  readonly leftovers: Leftover[];
}

/** What the operations write into. */
export interface StackRecord extends StackState {
  id: string;
  unfinishedRollback?: UnfinishedRollback | undefined;
  status: StackStatus | undefined;
  readonly resources: Map<string, StackResource>;
  readonly events: StackEvent[];
  readonly requests: CustomResourceRequest[];
  /** Called after every event. */
  readonly changed: () => void;
}

const STACK_TYPE = 'AWS::CloudFormation::Stack';
const GENERATED_ID_LENGTH = 12;
/** As in `sam-app-HelloWorldFunctionRole-ojmSC0FUjVZg`; capitals and digits only in older stacks. */
const GENERATED_ID_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function stackArn(partition: string, region: string, accountId: string, name: string): string {
  return `arn:${partition}:cloudformation:${region}:${accountId}:stack/${name}/${randomUUID()}`;
}

/** Adds an event of the stack itself. */
export function noteStack(stack: StackRecord, status: string, reason?: string): void {
  note(stack, { logicalId: stack.name, physicalId: stack.id, type: STACK_TYPE, status, reason });
}

export function noteResource(
  stack: StackRecord,
  { logicalId, physicalId, type }: Pick<StackResource, 'logicalId' | 'physicalId' | 'type'>,
  status: string,
  reason?: string,
): void {
  note(stack, { logicalId, physicalId, type, status, reason });
}

function note(stack: StackRecord, event: Omit<StackEvent, 'time'>): void {
  stack.events.push({ time: new Date(), ...event });
  stack.changed();
}

/** Ends an operation: the stack rests in this status. */
export function rest(stack: StackRecord, status: StackStatus, reason?: string): StackStatus {
  noteStack(stack, status, reason);
  stack.status = status;
  return status;
}

/**
 * The physical id that CloudFormation makes up for a custom resource whose Create never gave it one
 * (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1814).
 */
export function madeUpPhysicalId(stackName: string, logicalId: string): string {
  const random = Array.from(
    { length: GENERATED_ID_LENGTH },
    () => GENERATED_ID_CHARACTERS[randomInt(GENERATED_ID_CHARACTERS.length)],
  );
  return `${stackName}-${logicalId}-${random.join('')}`;
}
