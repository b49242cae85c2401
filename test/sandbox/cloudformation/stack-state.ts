import { randomInt, randomUUID } from 'node:crypto';
import type { Provider } from './delivery';
import type { NativeProvider } from './native-provider';
import type { CustomResourceRequest, Properties } from './request';
import type { StackClock } from './stack-clock';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html: where a stack can rest. */
export type StackStatus =
  | 'CREATE_COMPLETE'
  | 'CREATE_FAILED'
  | 'ROLLBACK_COMPLETE'
  | 'ROLLBACK_FAILED'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_FAILED'
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

/** What becomes of a physical resource that the stack has no use for any more. */
export interface RetentionPolicies {
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html; default `Delete` */
  readonly deletionPolicy?: string | undefined;
  /** Of one that was replaced; default `Delete`. */
  readonly updateReplacePolicy?: string | undefined;
}

/** One resource as its stack knows it. */
export interface StackResource extends RetentionPolicies {
  readonly logicalId: string;
  readonly type: string;
  /** A function, for a custom resource. */
  readonly provider: Provider | NativeProvider;
  /** Logical ids. */
  readonly dependsOn: readonly string[];
  readonly properties: Properties;
  /** Undefined while the resource is being created. */
  readonly physicalId: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Its Create failed, and it was kept. */
  readonly isFailedCreate?: boolean;
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
  /** What updates that failed and were not rolled back have left behind. */
  leftovers: Leftover[];
  status: StackStatus | undefined;
  readonly resources: Map<string, StackResource>;
  readonly events: StackEvent[];
  readonly requests: CustomResourceRequest[];
  readonly clock: StackClock;
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

/** An operation, a rollback or a clean-up of the stack begins. */
export function beginPhase(stack: StackRecord, status: string, reason?: string): void {
  stack.clock.beginPhase();
  noteStack(stack, status, reason);
}

/** Adds an event of the stack itself. */
function noteStack(stack: StackRecord, status: string, reason?: string): void {
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
  stack.events.push({ time: new Date(stack.clock.now()), ...event });
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

/** Why the stack failed, in CloudFormation's words. */
export function failedTo(verb: 'create' | 'update' | 'delete', logicalIds: readonly string[]): string {
  return `The following resource(s) failed to ${verb}: [${logicalIds.join(', ')}].`;
}
