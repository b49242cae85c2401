import {
  DeleteConflictException,
  EntityAlreadyExistsException,
  type IAMClient,
  LimitExceededException,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';
import type { Call } from '../aws/calls';
import { adviceOn, answerIn, failedCallOf } from '../aws/failed-call';
import { detachPropagation, entityPropagation, principalPropagation } from '../aws/retry-policies';
import { inTurn, Overtaken, type Turn } from '../aws/turn';
import type { Logger } from '../runtime/log';
import { UserError } from '../runtime/user-error';
import { describeStep, type Plan, type Stage, type Step } from './plan';
import { type Answer, request } from './requests';

/** IAM no longer is as it was observed: observe again, and plan anew. */
export class ObservationOutdated extends UserError {
  override readonly name = 'ObservationOutdated';

  constructor(
    message: string,
    readonly step: Step,
    override readonly cause: unknown,
  ) {
    super(message);
  }
}

/** AWS refused a step for good, or could not be reached. */
export class StepFailed extends UserError {
  override readonly name = 'StepFailed';

  constructor(
    message: string,
    readonly step: Step,
    override readonly cause: unknown,
  ) {
    super(message);
  }
}

/** What plans are carried out with. */
export interface IamAccess {
  readonly iam: IAMClient;
  readonly call: Call;
  readonly log: Logger;
  /** Whether it is still this invocation that may change the account. */
  readonly turn: Turn;
}

/**
 * Carries out a plan, stage by stage. Within a stage all requests run in parallel, and all have ended when this
 * returns or throws: nothing runs on. Before each stage the turn has to be confirmed; it is asked for the next one while
 * the requests are under way.
 *
 * @param onApplied told of every step that has been carried out, also when another one fails
 * @returns the unique id of the role, when the plan made one
 * @throws ObservationOutdated, StepFailed, or what the turn throws
 */
export async function applyPlan(
  access: IamAccess,
  plan: Plan,
  onApplied: (step: Step) => void = () => {},
): Promise<string | undefined> {
  for (const warning of plan.warnings) access.log.warn(warning);
  let roleId: string | undefined;
  for (const stage of plan.stages) {
    await access.turn.confirmed();
    access.turn.ask();
    const answers = await applyStage(access, plan.roleName, stage, onApplied);
    roleId ??= answers.find((answer) => answer?.Role?.RoleId !== undefined)?.Role?.RoleId;
  }
  return roleId;
}

async function applyStage(
  access: IamAccess,
  roleName: string,
  stage: Stage,
  onApplied: (step: Step) => void,
): Promise<(Answer | undefined)[]> {
  const results = await Promise.allSettled(
    stage.map(async (step) => {
      const answer = await applyStep(access, roleName, step);
      onApplied(step);
      return answer;
    }),
  );
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (failures.length > 0) {
    throw (
      failures.find((failure) => failure instanceof Overtaken) ??
      failures.find((failure) => !(failure instanceof ObservationOutdated)) ??
      failures[0]
    );
  }
  return results.map((result) => (result.status === 'fulfilled' ? result.value : undefined));
}

/** IAM's answer, or undefined when there was nothing left to do. */
async function applyStep(access: IamAccess, roleName: string, step: Step): Promise<Answer | undefined> {
  const { iam, call, log, turn } = access;
  try {
    const answer = await inTurn(call, turn)(
      (options) => request(iam, roleName, step, options),
      ...worthWaitingFor(step),
    );
    log.info('applied', { step: describeStep(step) });
    return answer;
  } catch (error) {
    if (error instanceof Overtaken) throw error;
    if (isAlreadyDone(step, error)) return undefined;
    const message = failureMessage(roleName, step, error);
    if (isOutdated(step, error)) throw new ObservationOutdated(message, step, error);
    throw new StepFailed(message, step, error);
  }
}

/** Removals wait for detaches to be seen; everything else waits for what was made a moment ago to be seen. */
function worthWaitingFor(step: Step) {
  if (removes(step)) return [detachPropagation];
  return step.kind === 'create-role' || step.kind === 'update-trust-policy'
    ? [entityPropagation, principalPropagation]
    : [entityPropagation];
}

function removes(step: Step): boolean {
  return (
    step.kind.startsWith('delete-') ||
    step.kind.startsWith('detach-') ||
    step.kind.startsWith('untag-') ||
    step.kind.startsWith('remove-')
  );
}

function isAlreadyDone(step: Step, error: unknown): boolean {
  return removes(step) && error instanceof NoSuchEntityException;
}

function isOutdated(step: Step, error: unknown): boolean {
  return (
    error instanceof EntityAlreadyExistsException ||
    error instanceof DeleteConflictException ||
    error instanceof NoSuchEntityException ||
    (step.kind === 'create-policy-version' && error instanceof LimitExceededException)
  );
}

function failureMessage(roleName: string, step: Step, error: unknown): string {
  const call = failedCallOf(error);
  const action = call === undefined ? '' : `${call.action}: `;
  const wayOut = wayOutOf(error);
  return `${describeStep(step)} for the role ${roleName}: ${action}${answerIn(error)}${wayOut === undefined ? '' : ` ${wayOut}`}`;
}

function wayOutOf(error: unknown): string | undefined {
  if (error instanceof DeleteConflictException) return 'Detach it there, then repeat this.';
  if (error instanceof LimitExceededException)
    return 'Have the quota raised, or remove what is no longer used.';
  return adviceOn(error);
}
