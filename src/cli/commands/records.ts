import { createFailFastCall } from '../../aws/fail-fast-call';
import { callFailureOf } from '../../probe/call-failure';
import { nearest } from '../../runtime/suggest';
import { asSentence, show } from '../../runtime/text';
import { UserError } from '../../runtime/user-error';
import { findRecord, type ListedRecord } from '../../state/integration';
import { listRecords } from '../../state/list-integrations';
import { RECORD_PREFIX } from '../../state/parameter-names';
import { createParameterStore } from '../../state/ssm-parameter-store';
import { ofOwnAccount } from '../../validation/gather/own-records';
import { parseValidationEvent, type ValidationRequest } from '../../validation/request';
import type { NamedRole } from '../arguments/command';
import { PROGRAM } from '../arguments/commands';
import { type Session, withCalls } from '../session/open-session';

const LIMIT_MS = 20_000;
const NAMES_SHOWN = 5;

/** The records cannot be read with these credentials. */
export class RecordsUnreadable extends UserError {
  override readonly name = 'RecordsUnreadable';
}

/** What the validator is asked for: records know a role by its name alone. @throws InvalidEvent */
export function recordRequest(role: NamedRole | undefined): ValidationRequest {
  return parseValidationEvent(role === undefined ? {} : { roleName: role.roleName });
}

/** The records of the account and region, or the one of a role. @throws RecordsUnreadable, InvalidEvent */
export async function readRecords(
  role: NamedRole | undefined,
  session: Session,
): Promise<readonly ListedRecord[]> {
  const { roleName } = recordRequest(role);
  const { clients, callerArn } = session;
  try {
    const listed = await withCalls(LIMIT_MS, async (context) => {
      const call = createFailFastCall(context);
      if (roleName === undefined) return listRecords(clients.ssm, call, () => undefined);
      const found = await findRecord(createParameterStore(clients.ssm, call), roleName);
      return found === undefined ? [] : [found];
    });
    return listed.map((record) => ofOwnAccount(record, callerArn));
  } catch (error) {
    throw recordsUnreadable(error, session);
  }
}

/** What to do where the records cannot be read. */
export function recordsUnreadable(error: unknown, { account, region }: Session): RecordsUnreadable {
  const { message } = callFailureOf(error);
  return new RecordsUnreadable(
    `The records of the integrations in account ${account.accountId} and region ${region} could not be read: ${asSentence(message)}\nAsk for ssm:GetParametersByPath and ssm:GetParameter on the parameters under ${RECORD_PREFIX}/, name another profile with --profile, or do without a record: ${PROGRAM} validate --role-name NAME --external-id ID`,
    { cause: error },
  );
}

/** What to do where there is no record. */
export async function noRecord(role: NamedRole | undefined, session: Session): Promise<string> {
  const { region, account } = session;
  const place = `account ${account.accountId} and region ${region}`;
  const elsewhere = 'A record lies in the account and region of its stack (--profile, --region).';
  const name = role?.roleName ?? 'NAME';
  const byHand = `A role that was made by hand or by another template has none: ${PROGRAM} validate --role-name ${name} --external-id ID`;
  if (role === undefined) return `There is no record of an integration in ${place}. ${elsewhere}\n${byHand}`;
  const others = othersThan(role.roleName, await recordedNames(session));
  return `There is no record of an integration with the role ${show(role.roleName)} in ${place}.${others} ${elsewhere}\n${byHand}`;
}

function othersThan(roleName: string, names: readonly string[]): string {
  const near = nearest(roleName, names);
  if (near !== undefined) return ` Did you mean ${near}?`;
  if (names.length === 0) return '';
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
  return ` There are records of ${names.slice(0, NAMES_SHOWN).join(', ')}${more}.`;
}

async function recordedNames(session: Session): Promise<readonly string[]> {
  try {
    return (await readRecords(undefined, session)).map(({ roleName }) => roleName);
  } catch {
    // The names are an offer: whoever may read one record only does without.
    return [];
  }
}
