import { sitesWithAccount } from '../../datadog/sites';
import { type RegionResult, ROLE_NOT_ASSUMED, type Verdict } from '../../report/report';
import type { Findings } from './findings';
import { deniedByOf, groupRegions, type RegionGroup } from './region-groups';
import { type RemedyContext, remedyFor } from './remedies';
import {
  conclusion,
  describeGroup,
  describeNobody,
  describeOutsider,
  describePolicies,
  describeUnwanted,
  describeWorking,
} from './text';

/** What one region's result means for the conclusion. */
type Meaning = 'works' | 'not wanted' | 'explained' | 'our own fault' | 'undecided' | 'blocked';

/** Draws the conclusion from all regions together. Pure. */
export function diagnose(findings: Findings): Verdict {
  const meaning = (wanted: Meaning) =>
    findings.regions.filter((result) => meaningOf(result, findings) === wanted);
  const names = (results: readonly RegionResult[]) => results.map(({ region }) => region);
  const working = meaning('works');
  const context = { ...findings.context, workingRegions: names(working) };
  const blocked = groupRegions(meaning('blocked'));
  const undecided = groupRegions(meaning('undecided'));
  const ownFaults = groupRegions(meaning('our own fault'));
  const explained = meaning('explained');
  const troubled = [...blocked, ...ownFaults, ...undecided, ...groupRegions(explained)];
  const evidence = [
    ...describeWorking(findings, working),
    ...troubled.map(describeGroup(findings)),
    ...describePolicies(troubled),
    ...describeOutsider(ownFaults),
    ...describeNobody(findings),
    ...describeUnwanted(findings, names(meaning('not wanted'))),
  ];
  const total = findings.regions.length - meaning('not wanted').length;

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
  const unsure = [...ownFaults, ...undecided];
  if (unsure.length > 0) {
    return {
      status: 'unknown',
      summary: `Could not be told: ${unsure.map(conclusion(false)).join('; ')}.`,
      evidence,
      remedy: [
        ...ownFaults.flatMap((group) => ownPermission(group, context)),
        ...undecided.flatMap((group) => remedyFor(group, context)),
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
  return conclusionOf(findings, evidence);
}

function meaningOf(result: RegionResult, findings: Findings): Meaning {
  const { mode, assumeExplainedBy, sessionExplainedBy } = findings;
  const deniedBy = deniedByOf(result);
  switch (result.status) {
    case 'ok':
      return 'works';
    case 'region-not-enabled':
      return meaningOfOff(result, findings);
    case 'throttled':
    case 'unreachable':
      return 'undecided';
    case 'not-tried':
      return result.cause === ROLE_NOT_ASSUMED ? 'works' : 'undecided';
    case 'assume-role-denied':
      // Who does not know who he is does not know either whether he is meant to be let in.
      if (findings.context.validatorArn === null && !isOrganization(deniedBy)) return 'undecided';
      // A call that needs no permission was refused: that says nothing about the role.
      if (mode !== 'assume-role') return 'undecided';
      if (deniedBy === 'service control policy on the validator') return 'our own fault';
      if (assumeExplainedBy.length > 0 && !isOrganization(deniedBy)) return 'explained';
      return deniedBy === 'identity-based policy' || deniedBy === 'permissions boundary'
        ? 'our own fault'
        : 'blocked';
    case 'session-denied':
      if (isOrganization(deniedBy)) return 'blocked';
      if (mode === 'own-credentials') return 'our own fault';
      return sessionExplainedBy.length > 0 ? 'explained' : 'blocked';
    case 'sts-not-activated':
      return 'blocked';
  }
}

/** A refused token shows a region to be off only as far as nothing says that it is on. */
function meaningOfOff(result: RegionResult, { context, listFailure }: Findings): Meaning {
  const isNamed = context.spec.regions.includes(result.region);
  if (deniedByOf(result) === 'region not enabled') return isNamed ? 'blocked' : 'not wanted';
  return isNamed || listFailure === null ? 'undecided' : 'not wanted';
}

function isOrganization(deniedBy: string): boolean {
  return deniedBy === 'service control policy' || deniedBy === 'resource control policy';
}

function explainedBy(findings: Findings, explained: readonly RegionResult[]): readonly string[] {
  const isAssume = explained.some(({ status }) => status === 'assume-role-denied');
  return isAssume ? findings.assumeExplainedBy : findings.sessionExplainedBy;
}

/** What it means that every region answered, depending on what it was asked. */
function conclusionOf({ mode, context }: Findings, evidence: readonly string[]): Verdict {
  const who = context.validatorArn ?? 'the caller';
  switch (mode) {
    case 'assume-role':
      return {
        status: 'pass',
        summary: 'The role can be assumed and used in every region.',
        evidence: [...evidence, notVisible(context)],
        remedy: [],
      };
    case 'own-credentials':
      return {
        status: 'pass',
        summary: 'STS and CloudWatch answer in every region; the role itself was not assumed.',
        evidence: [
          `The trust policy is not meant to let ${who} assume the role. Service control policies bind ${who} as they bind the role; what the role's own policies allow, other checks tell.`,
          ...evidence,
        ],
        remedy: [],
      };
    case 'off':
      return {
        status: 'unknown',
        summary: 'STS answers in every region; whether Datadog may do its work there was not tried.',
        evidence: ['SelfTest is Off: the role is not assumed.', ...evidence],
        remedy: [
          context.isDeclared
            ? 'To have access proven, set the property SelfTest of the stack to Report.'
            : 'To have CloudWatch tried in every region, too, validate again without SelfTest.',
        ],
      };
  }
}

/** We try the role from within the account, and only the organization's own administrators can read such policies. */
function notVisible({ spec }: Pick<RemedyContext, 'spec'>): string {
  const isDatadogs = sitesWithAccount(spec.partition, spec.datadogAccountId).length > 0;
  const who = `${isDatadogs ? 'Datadog’s account' : 'the account'} ${spec.datadogAccountId}`;
  return `A resource control policy that spares this organization and refuses ${who} would not show here; should Datadog report an error all the same, ask the organization's administrators for one.`;
}

function ownPermission(group: RegionGroup, context: RemedyContext): readonly string[] {
  const { call, deniedBy } = group;
  if (deniedBy === 'service control policy on the validator') return remedyFor(group, context);
  const { validatorArn, roleArn } = context;
  const resource = call === 'sts:AssumeRole' ? roleArn : '*';
  return [
    `Allow ${validatorArn ?? 'the validator'} the action ${call} on ${resource}: the refusal is about the validator, not about Datadog.`,
  ];
}
