import { sitesWithAccount } from '../../datadog/sites';
import type { RegionResult, Verdict } from '../../report/report';
import { provesForRole } from '../proof';
import type { Findings } from './findings';
import { readingOf } from './reading';
import { deniedByOf, groupRegions, type RegionGroup } from './region-groups';
import { type RemedyContext, remedyFor } from './remedies';
import { conclusionOfRefusal, evidenceOfRefusals, remedyForRefusal } from './simulated-refusals';
import {
  conclusion,
  describeGroup,
  describeNobody,
  describeOutsider,
  describePolicies,
  describeUnwanted,
  describeWorking,
} from './text';
import { whatWouldProve } from './what-would-prove';

/** What one region's result means for the conclusion. */
type Meaning =
  | 'works'
  | 'not wanted'
  /** Another check tells why. */
  | 'explained'
  | 'blocked'
  /** We were refused, and AWS's policy simulator says that the same is in the role's way. */
  | 'suspected'
  /** We were refused, which says nothing about Datadog. */
  | 'our own refusal'
  | 'undecided'
  /** The role was not assumed. */
  | 'not tried';

/**
 * Draws the conclusion from all regions together: what each answer proves, and for whom, is in proof.ts. Pure.
 */
export function diagnose(findings: Findings): Verdict {
  const meaning = (wanted: Meaning) =>
    findings.regions.filter((result) => meaningOf(result, findings) === wanted);
  const names = (results: readonly RegionResult[]) => results.map(({ region }) => region);
  const working = meaning('works');
  const context = { ...findings.context, workingRegions: names(working) };
  const blocked = groupRegions(meaning('blocked'));
  const suspected = groupRegions(meaning('suspected'));
  const undecided = groupRegions(meaning('undecided'));
  const ownRefusals = groupRegions(meaning('our own refusal'));
  const untried = names(meaning('not tried'));
  const explained = meaning('explained');
  const { refusals } = findings.simulator;
  const troubled = [...blocked, ...suspected, ...ownRefusals, ...undecided, ...groupRegions(explained)];
  const evidence = [
    ...describeWorking(working),
    ...troubled.map(describeGroup(findings)),
    ...describePolicies(troubled),
    ...describeOutsider([...suspected, ...ownRefusals]),
    ...describeUntried(untried, findings),
    ...describeNobody(findings),
    ...evidenceOfRefusals(refusals),
    ...describeUnwanted(findings, names(meaning('not wanted'))),
  ];
  const total = findings.regions.length - meaning('not wanted').length;
  const unsure = [...ownRefusals, ...undecided];

  if (blocked.length > 0) {
    const everywhere = working.length === 0 && blocked.flatMap(({ regions }) => regions).length === total;
    return {
      status: 'fail',
      summary: `Datadog is kept out${everywhere ? ' of every region' : ''}: ${blocked.map(conclusion(everywhere)).join('; ')}.`,
      evidence,
      remedy: blocked.flatMap((group) => remedyFor(group, context)),
    };
  }
  if (explained.length > 0) {
    const ids = explainedBy(findings, explained).join(', ');
    return {
      status: 'unknown',
      summary: `The regions cannot be judged as long as ${ids} ${ids.includes(',') ? 'are' : 'is'} not in order.`,
      evidence,
      remedy: [`Carry out the remedy of ${ids}, and validate again.`],
    };
  }
  const doubts = [
    ...unsure.map(conclusion(false)),
    ...(untried.length === 0 ? [] : [`the role was not assumed in ${untried.join(', ')}`]),
  ];
  if (suspected.length > 0 || refusals.length > 0) {
    const known = [
      ...suspected.map((group) => `${conclusion(false)(group)}, and to the role, too`),
      ...refusals.map(conclusionOfRefusal),
    ];
    return {
      status: 'warn',
      summary: `By the word of AWS’s policy simulator, Datadog is kept out in part: ${known.join('; ')}${doubts.length === 0 ? '' : `. Could not be told: ${doubts.join('; ')}`}.`,
      evidence,
      remedy: [
        ...suspected.flatMap((group) => remedyFor(asMetTheRole(group), context)),
        ...refusals.flatMap((refusal) => remedyForRefusal(refusal, context)),
      ],
    };
  }
  if (unsure.length > 0) {
    return {
      status: 'unknown',
      summary: `Could not be told: ${doubts.join('; ')}.`,
      evidence,
      remedy: [
        ...ownRefusals.flatMap((group) => ownPermission(group, context)),
        ...undecided.flatMap((group) => remedyFor(group, context)),
        ...(ownRefusals.length === 0 ? [] : whatWouldProve(findings)),
      ],
    };
  }
  if (total === 0) {
    return {
      status: 'unknown',
      summary: 'No region accepted the credentials of the validator.',
      evidence,
      remedy: ['Validate again with valid credentials of the account.'],
    };
  }
  if (untried.length > 0) return untriedConclusion(findings, evidence);
  return {
    status: 'pass',
    summary: 'The role can be assumed and used in every region.',
    evidence: [...evidence, notVisible(context)],
    remedy: [],
  };
}

function meaningOf(result: RegionResult, findings: Findings): Meaning {
  const { mode, context, simulator, assumeExplainedBy, sessionExplainedBy, listFailure } = findings;
  if (result.status === 'region-not-enabled') return meaningOfOff(result, { context, listFailure });
  const reading = readingOf(result);
  if (reading === null) return 'undecided';
  const { source, answer } = reading;
  if (answer === 'yes' && provesForRole(source, answer)) return 'works';
  if (source === 'session of the role') {
    const isExplained = sessionExplainedBy.length > 0 && !isOrganization(result);
    return isExplained ? 'explained' : 'blocked';
  }
  if (provesForRole(source, answer)) return 'blocked';
  if (assumeExplainedBy.length > 0 && !isOrganization(result)) return 'explained';
  if (mode !== 'assume-role') return 'not tried';
  const isSuspected =
    isServiceControl(result) && simulator.isBorneOut && simulator.refusedByOrganization.has(result.region);
  return isSuspected ? 'suspected' : 'our own refusal';
}

/** A refused token shows a region to be off only as far as nothing says that it is on. */
function meaningOfOff(
  result: RegionResult,
  { context, listFailure }: Pick<Findings, 'context' | 'listFailure'>,
): Meaning {
  const isNamed = context.spec.regions.includes(result.region);
  if (deniedByOf(result) !== 'credentials not taken') return isNamed ? 'blocked' : 'not wanted';
  return isNamed || listFailure === null ? 'undecided' : 'not wanted';
}

function isOrganization(result: RegionResult): boolean {
  return isServiceControl(result) || deniedByOf(result) === 'resource control policy';
}

function isServiceControl(result: RegionResult): boolean {
  return deniedByOf(result).startsWith('service control policy');
}

function explainedBy(findings: Findings, explained: readonly RegionResult[]): readonly string[] {
  const { mode, assumeExplainedBy, sessionExplainedBy } = findings;
  const isSession = ({ status }: RegionResult) => mode === 'assume-role' && status === 'session-denied';
  const ids = explained.flatMap((result) => (isSession(result) ? sessionExplainedBy : assumeExplainedBy));
  return [...new Set(ids)];
}

/** What refuses us, and by AWS's word the role as well, is mended for both. */
function asMetTheRole(group: RegionGroup): RegionGroup {
  return { ...group, deniedBy: 'service control policy' };
}

/** What it means that every region answered us, and nobody assumed the role. */
function untriedConclusion(findings: Findings, evidence: readonly string[]): Verdict {
  const summary =
    findings.mode === 'off'
      ? 'STS answers in every region; whether Datadog may do its work there was not tried.'
      : 'STS answers in every region; the role itself was not assumed, so that whether Datadog can work there is not known.';
  return { status: 'unknown', summary, evidence, remedy: whatWouldProve(findings) };
}

function describeUntried(untried: readonly string[], { mode, context }: Findings): readonly string[] {
  if (untried.length === 0) return [];
  if (mode === 'off') return ['SelfTest is Off: the role is not assumed.'];
  return [
    `The trust policy does not let ${context.validatorArn ?? 'the caller'} assume the role, and what other credentials are answered says nothing about the role.`,
  ];
}

/** We try the role from within the account, and only the organization's own administrators can read such policies. */
function notVisible({ spec }: Pick<RemedyContext, 'spec'>): string {
  const isDatadogs = sitesWithAccount(spec.partition, spec.datadogAccountId).length > 0;
  const who = `${isDatadogs ? 'Datadog’s account' : 'the account'} ${spec.datadogAccountId}`;
  return `A resource control policy that spares this organization and refuses ${who} would not show here; should Datadog report an error all the same, ask the organization's administrators for one.`;
}

function ownPermission(group: RegionGroup, context: RemedyContext): readonly string[] {
  const { call, deniedBy } = group;
  const isOurs = deniedBy === 'identity-based policy' || deniedBy === 'permissions boundary';
  if (!isOurs) return remedyFor(group, { ...context, workingRegions: [] });
  const { validatorArn, roleArn } = context;
  const resource = call === 'sts:AssumeRole' ? roleArn : '*';
  return [
    `Allow ${validatorArn ?? 'the validator'} the action ${call} on ${resource}: the refusal is about the validator, not about Datadog.`,
  ];
}
