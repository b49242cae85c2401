import type { SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Call } from '../aws/calls';
import { createFailFastCall } from '../aws/fail-fast-call';
import type { Report } from '../report/report';
import { allSettled } from '../runtime/all-settled';
import type { RetryContext } from '../runtime/retry';
import {
  type AlertState,
  isSameState,
  readAlertState,
  type StoredAlert,
  type Teller,
  writeAlertState,
} from '../state/alert';
import { recordParameterName } from '../state/parameter-names';
import type { ParameterStore } from '../state/parameter-store';
import { createParameterStore } from '../state/ssm-parameter-store';
import { type Turn, takeTurn } from '../state/telling';
import { type Decision, decide } from './alert-decision';

/** What has been told is kept with these. */
export interface TellingClients {
  readonly ssm: SSMClient;
  readonly sts: STSClient;
}

/** A way to tell people. */
export interface Channel extends Omit<Teller, 'sealKey'> {
  /** Tells what was decided; rejects where they could not be told. */
  tell(decision: Decision): Promise<void>;
}

interface Occasion {
  readonly report: Report;
  readonly context: RetryContext;
}

/** Where a teller keeps what it has told about an integration. */
interface Memory {
  readonly store: ParameterStore;
  readonly roleName: string;
  readonly teller: Teller;
}

/**
 * Tells people when the status of an integration or its cause changes, and at nothing else (`decide`).
 *
 * That they are told is certain before that they are told once: what they were told is stored when the channel has taken it, and
 * a run that is cut off in between leaves the telling to the next. But nobody is told as long as nothing can be stored, as every
 * run would tell the same again: then it rejects. Of two runs at once one tells.
 */
export async function tellOnChange(
  clients: TellingClients,
  channel: Channel,
  occasion: Occasion,
): Promise<void> {
  const { report, context } = occasion;
  const call = createFailFastCall(context);
  const store = createParameterStore(clients.ssm, call);
  const { roleName } = report;
  const { address, isFurther } = channel;
  const asked = ownUniqueId(clients.sts, call).then((sealKey) => ({ sealKey, address, isFurther }));
  const [before, teller] = await allSettled([readAlertState(store, roleName, asked), asked]);
  const decision = decide(report, before.state);
  if (decision === undefined) return;
  const memory = { store, roleName, teller };
  if (decision.tells) await tell(channel, memory, before.parameter, occasion);
  else await keep(memory, before, decision.state);
}

async function tell(
  channel: Channel,
  memory: Memory,
  parameter: string,
  { report, context }: Occasion,
): Promise<void> {
  const { store, roleName, teller } = memory;
  const now = context.clock.now();
  const until = now + context.deadline.left();
  const turn = await takeTurn(store, parameter, teller, { now, until });
  if (turn === undefined) {
    context.log.info('another run tells people just now', { roleName });
    return;
  }
  try {
    // Another run may have told them before the turn was free, and the integration may be gone.
    const [before, record] = await allSettled([
      readAlertState(store, roleName, teller),
      store.read(recordParameterName(roleName)),
    ]);
    const decision = decide(report, before.state);
    if (record === undefined || decision === undefined) return;
    const kept = await write(memory, before, decision.untold);
    if (decision.tells) await channel.tell(decision);
    await write(memory, kept, decision.state);
  } finally {
    await allSettled([forgetDeleted(memory, parameter), giveBack(turn, roleName, context)]);
  }
}

/** A turn that is not given back ends by itself, and people have been told: that is no failure. */
async function giveBack(turn: Turn, roleName: string, { log }: RetryContext): Promise<void> {
  try {
    await turn.giveBack();
  } catch (error) {
    log.warn('the turn to tell people could not be given back', { roleName, error });
  }
}

/** Stores the state unless it is stored, and nothing about an integration that was deleted meanwhile. */
async function keep(memory: Memory, before: StoredAlert, state: AlertState): Promise<void> {
  const stored = await write(memory, before, state);
  if (stored !== before) await forgetDeleted(memory, stored.parameter);
}

async function write(
  { store, roleName, teller }: Memory,
  before: StoredAlert,
  state: AlertState,
): Promise<StoredAlert> {
  if (before.state !== undefined && isSameState(before.state, state)) return before;
  return writeAlertState(store, roleName, state, { teller, before });
}

/** Whoever deletes an integration removes the record with what lies beside it: what is written later would stay. */
async function forgetDeleted({ store, roleName }: Memory, parameter: string): Promise<void> {
  const record = await store.read(recordParameterName(roleName));
  if (record === undefined) await store.remove([parameter]);
}

/**
 * IAM's unique id of the role that the validator runs as, before the session's name: nobody learns it who may not read IAM.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
async function ownUniqueId(sts: STSClient, call: Call): Promise<string> {
  const { UserId = '' } = await call((options) => sts.send(new GetCallerIdentityCommand({}), options));
  return UserId.split(':')[0] ?? '';
}
