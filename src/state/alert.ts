import { createHash, createHmac } from 'node:crypto';
import * as v from 'valibot';
import type { Report, ReportStatus } from '../report/report';
import { alertParameterName } from './parameter-names';
import type { ParameterStore } from './parameter-store';
import { parseStored } from './parse';
import { storedText } from './stored-text';

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
export interface SealedAlertState extends v.InferOutput<typeof schema> {
  /** Of the parameter, as SSM counts them; 0 before there is one. */
  readonly version: number;
}

/** What is stored of what people were told last; nothing but the version where it cannot be read. */
export async function readAlertState(
  store: ParameterStore,
  roleName: string,
): Promise<SealedAlertState | Pick<SealedAlertState, 'version'>> {
  const stored = await store.readVersion(alertParameterName(roleName));
  const version = stored?.version ?? 0;
  const parsed = stored === undefined ? undefined : parseStored(stored.text, schema);
  return parsed?.ok === true ? { ...parsed.value, version } : { version };
}

/**
 * What people were told last, if whoever has the key has stored it, and last: somebody else who writes it, or writes back
 * what was once there, could silence alerts.
 *
 * @param sealKey known to nobody who may only read and write parameters
 */
export function toldBy(
  sealKey: string,
  roleName: string,
  stored: SealedAlertState | Pick<SealedAlertState, 'version'>,
): AlertState | undefined {
  if (!('seal' in stored)) return undefined;
  const { seal, version, ...state } = stored;
  return seal === sealOf(roleName, state, version, sealKey) ? state : undefined;
}

/** @param before as it was read: who writes between makes that people are told once more */
export async function writeAlertState(
  store: ParameterStore,
  roleName: string,
  { status, cause }: AlertState,
  { sealKey, before }: { readonly sealKey: string; readonly before: Pick<SealedAlertState, 'version'> },
): Promise<void> {
  const seal = sealOf(roleName, { status, cause }, before.version + 1, sealKey);
  await store.write(alertParameterName(roleName), storedText({ status, cause, seal }));
}

function sealOf(roleName: string, { status, cause }: AlertState, version: number, sealKey: string): string {
  return createHmac('sha256', sealKey)
    .update(JSON.stringify([roleName, status, cause, version]))
    .digest('hex');
}
