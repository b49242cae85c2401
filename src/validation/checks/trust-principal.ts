import { sitesWithAccount } from '../../datadog/sites';
import type { IntegrationSpec } from '../../integration/spec';
import { parsePrincipalId } from '../../policy/principal-id';
import type { Verdict } from '../../report/report';
import type { RoleSituation, Situation } from '../situation';
import { namesOf, type RegionsByAnswer, regionsByAnswer } from '../trust-regions';
import { describeUndecided, exceptDatadog, remedyOfUndecided } from '../trust-texts';
import type { UnexpectedPrincipal } from '../unexpected-principals';
import { aboutRole, type Check, pass } from './check';
import { restoreTrustPolicy } from './restore';

/** Does the trust policy let in Datadog's account of the right site and partition, under no other condition, and nobody else? */
export const trustPrincipal: Check = {
  id: 'trust-principal',
  essential: true,
  evaluate: aboutRole((present, situation) => {
    const { trust } = present;
    const { spec } = situation.target;
    const { unexpectedPrincipals, datadogArn } = trust;
    const sites = sitesWithAccount(spec.partition, spec.datadogAccountId).map(({ site }) => site);
    const isOfSite = sites.includes(spec.datadogSite);
    const evidence = [
      describeAccount(spec, sites),
      ...unexpectedPrincipals.map((unexpected) => describe(unexpected, spec)),
    ];
    const remedy = restoreTrustPolicy(present, situation);
    const letIn = regionsByAnswer(trust.byRegion, ({ principal }) => principal.answer);
    if (letIn.yes.length + letIn.depends.length === 0) {
      return {
        status: 'fail',
        summary: trust.isNamed
          ? `The trust policy lets in ${datadogArn} only on a condition that Datadog never meets.`
          : `The trust policy does not let in ${isOfSite ? "Datadog's principal" : "the stack's principal"} ${datadogArn}.`,
        evidence: [...reasonsOf(letIn), ...evidence],
        remedy,
      };
    }
    const outsiders = unexpectedPrincipals.filter(
      ({ isOutside, dependsOn }) => isOutside && dependsOn.length === 0,
    );
    if (outsiders.length > 0) {
      return {
        status: 'fail',
        summary: `The trust policy lets in others than Datadog: ${list(outsiders)}.`,
        evidence,
        remedy,
      };
    }
    if (letIn.depends.length > 0) return undecided(letIn, evidence, present, situation);
    if (letIn.no.length > 0) return inSomeRegions(letIn, evidence, situation);
    if (unexpectedPrincipals.length > 0) {
      return {
        status: 'warn',
        summary: `The trust policy also names ${list(unexpectedPrincipals)}.`,
        evidence,
        remedy,
      };
    }
    if (!isOfSite) {
      return {
        status: 'warn',
        summary: `The trust policy lets in ${datadogArn}, which is not Datadog's account for the site ${spec.datadogSite}.`,
        evidence,
        remedy: [
          'Take the property DatadogAccountId off the stack, or set DatadogSite to the site that your Datadog organization is on.',
        ],
      };
    }
    return pass(`The trust policy names Datadog's principal ${datadogArn}.`, evidence);
  }),
};

function undecided(
  { depends, no, keys }: RegionsByAnswer,
  evidence: readonly string[],
  { trust }: RoleSituation,
  situation: Situation,
): Verdict {
  const statements = depends.flatMap(({ principal }) => principal.decidedBy);
  return {
    status: 'unknown',
    summary: `Whether the trust policy lets in ${trust.datadogArn} depends on ${keys.join(', ')}.`,
    evidence: [
      ...describeUndecided(statements, keys),
      ...(no.length === 0 ? [] : [`It certainly does not in ${namesOf(no)}.`]),
      ...evidence,
    ],
    remedy: remedyOfUndecided(statements, situation),
  };
}

function inSomeRegions(
  { yes, no }: RegionsByAnswer,
  evidence: readonly string[],
  situation: Situation,
): Verdict {
  const statements = yes.flatMap(({ principal }) => principal.decidedBy);
  return {
    status: 'warn',
    summary: `The trust policy does not let in Datadog in ${namesOf(no)}.`,
    evidence: [`It does in ${namesOf(yes)}.`, ...evidence],
    remedy: exceptDatadog(statements, situation, 'If Datadog is to get in there'),
  };
}

/** Each reason once, for most hold in every region. */
function reasonsOf({ no }: RegionsByAnswer): readonly string[] {
  return [...new Set(no.map(({ principal }) => principal.reason))];
}

function describeAccount(
  { datadogSite, datadogAccountId, partition }: IntegrationSpec,
  sites: readonly string[],
): string {
  if (sites.includes(datadogSite))
    return `Datadog's account for the site ${datadogSite} in the partition ${partition} is ${datadogAccountId}.`;
  return sites.length === 0
    ? `The stack names the account ${datadogAccountId}, and Datadog publishes no such account for the partition ${partition}.`
    : `The stack names the account ${datadogAccountId}, which is Datadog's for ${sites.join(', ')} and not for the site ${datadogSite}.`;
}

function list(unexpectedPrincipals: readonly UnexpectedPrincipal[]): string {
  return unexpectedPrincipals.map(({ principal }) => principal).join(', ');
}

function describe({ principal, dependsOn }: UnexpectedPrincipal, { partition }: IntegrationSpec): string {
  const id = parsePrincipalId(principal);
  if (dependsOn.length > 0)
    return `${principal} lets in others than Datadog as far as ${dependsOn.join(', ')} admits them.`;
  if (id.kind === 'everyone') return '* lets in every AWS account that knows the external id.';
  if (id.kind === 'deleted') return `${principal} is the id of a role or user that was deleted.`;
  const sites = 'accountId' in id ? sitesWithAccount(partition, id.accountId) : [];
  return sites.length === 0
    ? `${principal} is neither Datadog nor meant for the self-test.`
    : `${principal} is Datadog's account for ${sites.map(({ site }) => site).join(', ')}.`;
}
