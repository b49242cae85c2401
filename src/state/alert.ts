import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import type { ReportStatus } from '../report/report';
import { allSettled } from '../runtime/all-settled';
import { alertParameterName, furtherAlertParameterName } from './parameter-names';
import type { ParameterStore } from './parameter-store';
import { parseStored } from './parse';
import { storedText } from './stored-text';

/** What is wrong, by check: a text that is the same as long as the check says the same. */
export type Findings = Readonly<Record<string, string>>;

/** A status, what it rests on, and since when it is so. */
export interface Told {
  readonly status: ReportStatus;
  readonly findings: Findings;
  /** When it was found first; ISO 8601, UTC. */
  readonly since: string;
}

/** What the last run found, and what people were told last. */
export interface AlertState extends Told {
  /** The last run could not tell all that the one before had found. */
  readonly isBlind: boolean;
  /** Findings of an earlier run that the last one could not look at. */
  readonly doubted: readonly string[];
  /** Null as long as they were told nothing, and nothing was in order either. */
  readonly told: Told | null;
}

/** Who tells whom: one validator, and those whom it reaches at one address. */
export interface Teller {
  /** Known to nobody who may only read and write parameters. */
  readonly sealKey: string;
  /** A topic's ARN, or whatever else there is one of for each audience. */
  readonly address: string;
  /** Whether the parameter beside the record is left to others, so that these never have to wait for one another. */
  readonly isFurther?: boolean | undefined;
}

/** What is stored for a teller, and where; no state where there is none that the teller has written last. */
export interface StoredAlert {
  readonly parameter: string;
  /** Of the parameter, as SSM counts them; 0 before there is one. */
  readonly version: number;
  readonly state?: AlertState;
}

const told = v.object({
  status: v.picklist(['healthy', 'degraded', 'failing', 'unknown'] satisfies ReportStatus[]),
  findings: v.record(v.string(), v.string()),
  since: v.string(),
});
const schema = v.object({
  ...told.entries,
  isBlind: v.boolean(),
  doubted: v.array(v.string()),
  told: v.nullable(told),
  teller: v.string(),
  seal: v.string(),
});
const anyTeller = v.object({ teller: v.string() });

/**
 * What is stored for this teller. The first that writes has the parameter beside the record; for any other there is one of
 * his own below that, so that each audience hears of everything.
 *
 * It counts if whoever has the key has stored it, and last: somebody else who writes it, or writes back what was once
 * there, could silence alerts.
 */
export async function readAlertState(
  store: ParameterStore,
  roleName: string,
  asked: Teller | Promise<Teller>,
): Promise<StoredAlert> {
  const parameter = alertParameterName(roleName);
  const [first, teller] = await allSettled([store.readVersion(parameter), Promise.resolve(asked)]);
  const id = idOf(teller);
  const isOwn = teller.isFurther !== true && (first === undefined || !isAnothers(first.text, id));
  if (isOwn) return storedIn(parameter, first, teller);
  const own = furtherAlertParameterName(roleName, id);
  return storedIn(own, await store.readVersion(own), teller);
}

/**
 * @param before as it was read: who writes between makes that people are told once more
 * @returns where it was stored, and as which version
 */
export async function writeAlertState(
  store: ParameterStore,
  roleName: string,
  state: AlertState,
  { teller, before }: { readonly teller: Teller; readonly before: StoredAlert },
): Promise<StoredAlert> {
  const { parameter } = before;
  const version = before.version + 1;
  const seal = sealOf(parameter, version, state, teller);
  const text = storedText({ ...state, teller: idOf(teller), seal });
  if (before.version > 0) await store.write(parameter, text);
  else if (!(await store.create(parameter, text))) {
    // Somebody has made it meanwhile; if that is another teller, this one's place is beside it.
    const now = await readAlertState(store, roleName, teller);
    if (now.version > 0 || now.parameter !== parameter)
      return writeAlertState(store, roleName, state, { teller, before: now });
  }
  return { parameter, version, state };
}

/** Do both say the same? */
export function isSameState(one: AlertState, other: AlertState): boolean {
  return canonical(one) === canonical(other);
}

function storedIn(
  parameter: string,
  stored: { readonly text: string; readonly version: number } | undefined,
  teller: Teller,
): StoredAlert {
  const version = stored?.version ?? 0;
  const parsed = stored === undefined ? undefined : parseStored(stored.text, schema);
  if (parsed?.ok !== true) return { parameter, version };
  const { seal, teller: _, ...state } = parsed.value;
  return seal === sealOf(parameter, version, state, teller)
    ? { parameter, version, state }
    : { parameter, version };
}

function isAnothers(text: string, id: string): boolean {
  const parsed = parseStored(text, anyTeller);
  return parsed.ok && parsed.value.teller !== id;
}

/** Names the teller without a word of the key. */
function idOf({ sealKey, address }: Teller): string {
  return createHmac('sha256', sealKey).update(address).digest('hex').slice(0, 16);
}

function sealOf(parameter: string, version: number, state: AlertState, { sealKey }: Teller): string {
  return createHmac('sha256', sealKey)
    .update(JSON.stringify([parameter, version, canonical(state)]))
    .digest('hex');
}

function canonical({ isBlind, doubted, told: last, ...found }: AlertState): string {
  return JSON.stringify([orderedIn(found), isBlind, [...doubted].sort(), last && orderedIn(last)]);
}

function orderedIn({ status, findings, since }: Told): unknown {
  return [status, Object.entries(findings).sort(), since];
}
