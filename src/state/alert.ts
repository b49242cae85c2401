import { createHash, createHmac } from 'node:crypto';
import * as v from 'valibot';
import type { Report, ReportStatus } from '../report/report';
import { alertParameterName } from './parameter-names';
import type { ParameterStore } from './parameter-store';
import { parseStored } from './parse';

/** What people were told last about an integration. */
export interface AlertState {
  readonly status: ReportStatus;
  /** Stands for what was wrong: another one is another cause. */
  readonly cause: string;
}

export function alertStateOf({ status, checks }: Report): AlertState {
  const wrong = checks.filter((check) => check.status === 'fail' || check.status === 'warn');
  // What else could not be told while something is wrong is no news.
  const told = wrong.length > 0 ? wrong : checks.filter((check) => check.status === 'unknown');
  const causes = told.map(({ id, status: finding, summary }) => [id, finding, summary]);
  const cause = createHash('sha256').update(JSON.stringify(causes)).digest('hex');
  return { status, cause };
}

const schema = v.object({
  status: v.picklist(['healthy', 'degraded', 'failing', 'unknown'] satisfies ReportStatus[]),
  cause: v.string(),
  seal: v.string(),
});

/** What is stored, and with which seal. */
export type SealedAlertState = v.InferOutput<typeof schema>;

/** What is stored of what people were told last; undefined when nothing is, or nothing that can be read. */
export async function readAlertState(
  store: ParameterStore,
  roleName: string,
): Promise<SealedAlertState | undefined> {
  const text = await store.read(alertParameterName(roleName));
  const parsed = text === undefined ? undefined : parseStored(text, schema);
  return parsed?.ok === true ? parsed.value : undefined;
}

/**
 * What people were told last, if it was stored by whoever has the key: somebody else who writes it could silence alerts.
 *
 * @param sealKey known to nobody who may only read and write parameters
 */
export function toldBy(
  sealKey: string,
  roleName: string,
  stored: SealedAlertState | undefined,
): AlertState | undefined {
  if (stored === undefined) return undefined;
  const { seal, ...state } = stored;
  return seal === sealOf(roleName, state, sealKey) ? state : undefined;
}

export async function writeAlertState(
  store: ParameterStore,
  roleName: string,
  { status, cause }: AlertState,
  sealKey: string,
): Promise<void> {
  const seal = sealOf(roleName, { status, cause }, sealKey);
  await store.write(alertParameterName(roleName), JSON.stringify({ status, cause, seal }));
}

function sealOf(roleName: string, { status, cause }: AlertState, sealKey: string): string {
  return createHmac('sha256', sealKey)
    .update(JSON.stringify([roleName, status, cause]))
    .digest('hex');
}
