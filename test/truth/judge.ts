import { PROBED_ACTION } from '../../src/probe/session';
import type { Report } from '../../src/report/report';
import { isOpen, isRefused, isRefusedThere, type Truth, works } from './truth';
import type { Said } from './validated';

/** What is wrong with what the validator says. */
export interface Lie {
  /**
   * The whole: `healthy but refused`, `failing but working`. One region: `region ok but refused`, `region blocked but
   * working`. One check: `<id> passes` though it should not, `<id> fails` though nothing is wrong.
   */
  readonly kind: string;
  readonly detail: string;
}

/** How a situation is, in one word. */
export type TruthWord = 'works' | 'refused in part' | 'refused' | 'open';

export function wordOf(truth: Truth): TruthWord {
  if (truth.regions.every(({ assumeRefused }) => assumeRefused !== null)) return 'refused';
  if (isRefused(truth)) return 'refused in part';
  return isOpen(truth) ? 'open' : 'works';
}

export type StatusWord = Report['status'];

/** No report is an honest "unknown": the validator says that it could not find anything out. */
export function statusOf({ report }: Said): StatusWord {
  return report?.status ?? 'unknown';
}

export const HEALTHY_BUT_REFUSED = 'healthy but refused';
export const FAILING_BUT_WORKING = 'failing but working';

/** Everything that the validator says otherwise than it is. */
export function liesOf(said: Said, truth: Truth): readonly Lie[] {
  const { report } = said;
  if (report === null) return [];
  const lies: Lie[] = [];
  if (report.status === 'healthy' && !works(truth))
    lies.push({ kind: HEALTHY_BUT_REFUSED, detail: describeTruth(truth) });
  if (report.status === 'failing' && works(truth))
    lies.push({
      kind: FAILING_BUT_WORKING,
      detail: report.checks
        .filter(({ status }) => status === 'fail')
        .map(({ id, summary }) => `${id}: ${summary}`)
        .join(' '),
    });
  return [...lies, ...regionLies(report, truth), ...checkLies(report, truth)];
}

/** In words, what Datadog meets. */
export function describeTruth(truth: Truth): string {
  const { regions, lacking, opensTo, letsInStrangers } = truth;
  const parts = [
    ...regions.flatMap(({ region, assumeRefused, callsRefused }) => [
      ...(assumeRefused === null ? [] : [`${region}: AssumeRole is refused (${assumeRefused})`]),
      ...(callsRefused.length === 0 ? [] : [`${region}: refused are ${callsRefused.join(', ')}`]),
    ]),
    ...(lacking.length === 0 ? [] : [`nowhere allowed: ${lacking.length} actions, such as ${lacking[0]}`]),
    ...(opensTo.length === 0
      ? []
      : [`open to the external ids ${opensTo.map((id) => `"${id}"`).join(', ')}`]),
    ...(letsInStrangers ? ['open to another account'] : []),
  ];
  return parts.length === 0 ? 'Datadog works everywhere' : parts.join('; ');
}

const BLOCKED = ['assume-role-denied', 'session-denied', 'sts-not-activated', 'region-not-enabled'];

/** What these find wrong is wrong in every region. */
const OF_ALL_REGIONS = ['role-exists', 'role-name', 'trust-principal', 'external-id', 'trust-no-deny'];

function regionLies(report: Report, truth: Truth): readonly Lie[] {
  const regionsCheck = report.checks.find(({ id }) => id === 'regions');
  return truth.regions.flatMap((real) => {
    const { region } = real;
    const found = report.regions.find((result) => result.region === region);
    if (found === undefined) return [];
    const isTold = report.checks.some(
      ({ id, status, summary, evidence }) =>
        status !== 'pass' &&
        (OF_ALL_REGIONS.includes(id) || [summary, ...evidence].some((text) => text.includes(region))),
    );
    // A region in which some services are refused may well be "ok", if a check says what is refused there.
    if (found.status === 'ok' && real.assumeRefused !== null && !isTold)
      return [{ kind: 'region ok but refused', detail: region }];
    const told = regionsCheck?.status === 'fail' ? regionsCheck.summary : '';
    const isBlocked =
      BLOCKED.includes(found.status) && (told.includes(region) || told.includes('every region'));
    if (isBlocked && !isRefusedThere(real))
      return [{ kind: 'region blocked but working', detail: `${region}: ${found.message}` }];
    return [];
  });
}

/** What must be true where a check passes, and where it fails. Checks without a line are not about Datadog's access. */
const FACETS: Readonly<Record<string, (truth: Truth) => boolean>> = {
  'external-id-enforced': ({ opensTo }) => opensTo.length === 0,
  'permissions-complete': isAllowedWhereItIs,
  'boundary-allows': isAllowedWhereItIs,
};

function isAllowedWhereItIs({ lacking, regions }: Truth): boolean {
  return lacking.length === 0 && regions.every(({ callsRefused }) => callsRefused.length === 0);
}

const ON_TRUST = ['trust-principal', 'external-id', 'trust-no-deny'];

function checkLies(report: Report, truth: Truth): readonly Lie[] {
  return [...trustLies(report, truth), ...facetLies(report, truth)];
}

/** What the trust policy does is told by three checks together. */
function trustLies({ checks }: Report, { isTrusted, letsInStrangers }: Truth): readonly Lie[] {
  const passing = checks.filter(({ id, status }) => ON_TRUST.includes(id) && status === 'pass');
  const isAllPassed = passing.length === ON_TRUST.length;
  return [
    ...(isAllPassed && !isTrusted
      ? [{ kind: 'trust passes but refuses', detail: passing.map(({ summary }) => summary).join(' ') }]
      : []),
    ...passing
      .filter(({ id }) => id === 'trust-principal' && letsInStrangers)
      .map(({ id, summary }) => ({ kind: `${id} passes`, detail: summary })),
  ];
}

/** What a session of the role is answered does not depend on who has opened it. */
function isProbeRefused({ regions }: Truth): boolean {
  return regions.some(({ callsRefused }) => callsRefused.includes(PROBED_ACTION));
}

function facetLies(report: Report, truth: Truth): readonly Lie[] {
  const isLetIn = truth.regions.some(({ assumeRefused }) => assumeRefused === null);
  return report.checks.flatMap(({ id, status, summary }) => {
    if (id === 'regions' && status === 'pass' && isProbeRefused(truth))
      return [{ kind: `${id} passes`, detail: summary }];
    const holds = FACETS[id]?.(truth);
    if (holds === undefined) return [];
    // What a session may do shows only where there is one.
    if (status === 'fail' && holds && isLetIn) return [{ kind: `${id} fails`, detail: summary }];
    // Where the policy demands somebody else's external id, that is what is wrong.
    const isTold = report.checks.some((other) => other.id === 'external-id' && other.status === 'fail');
    if (id === 'external-id-enforced' && status === 'pass' && !holds && !isTold)
      return [{ kind: `${id} passes`, detail: summary }];
    return [];
  });
}
