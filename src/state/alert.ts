import { createHash } from 'node:crypto';
import type { Report, ReportStatus } from '../report/report';
import { alertParameterName } from './parameter-names';
import type { ParameterStore } from './parameter-store';

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

/** Undefined when nobody was told anything yet, or what is kept is not readable any more. */
export async function readAlertState(
  store: ParameterStore,
  roleName: string,
): Promise<AlertState | undefined> {
  const text = await store.read(alertParameterName(roleName));
  return text === undefined ? undefined : parse(text);
}

export async function writeAlertState(
  store: ParameterStore,
  roleName: string,
  state: AlertState,
): Promise<void> {
  await store.write(alertParameterName(roleName), JSON.stringify(state));
}

const STATUSES: readonly ReportStatus[] = ['healthy', 'degraded', 'failing', 'unknown'];

function parse(text: string): AlertState | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('status' in value) || !('cause' in value)) {
    return undefined;
  }
  const status = STATUSES.find((known) => known === value.status);
  return status === undefined || typeof value.cause !== 'string' ? undefined : { status, cause: value.cause };
}
