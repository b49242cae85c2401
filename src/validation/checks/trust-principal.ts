import { sitesWithAccount } from '../../datadog/sites';
import type { IntegrationSpec } from '../../integration/spec';
import { parsePrincipalId } from '../../policy/principal-id';
import type { UnexpectedPrincipal } from '../trust-findings';
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
    if (!trust.principal.allowed) {
      const { allowed: named } = trust.principalAlone;
      return {
        status: 'fail',
        summary: named
          ? `The trust policy lets in ${datadogArn} only on a condition that Datadog never meets.`
          : `The trust policy does not let in ${isOfSite ? "Datadog's principal" : "the stack's principal"} ${datadogArn}.`,
        evidence: [trust.principal.reason, ...evidence],
        remedy,
      };
    }
    if (unexpectedPrincipals.some(({ isOutside }) => isOutside)) {
      return {
        status: 'fail',
        summary: `The trust policy lets in others than Datadog: ${list(unexpectedPrincipals)}.`,
        evidence,
        remedy,
      };
    }
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

function describe({ principal }: UnexpectedPrincipal, { partition }: IntegrationSpec): string {
  const id = parsePrincipalId(principal);
  if (id.kind === 'everyone') return '* lets in every AWS account that knows the external id.';
  if (id.kind === 'deleted') return `${principal} is the id of a role or user that was deleted.`;
  const sites = 'accountId' in id ? sitesWithAccount(partition, id.accountId) : [];
  return sites.length === 0
    ? `${principal} is neither Datadog nor meant for the self-test.`
    : `${principal} is Datadog's account for ${sites.map(({ site }) => site).join(', ')}.`;
}
