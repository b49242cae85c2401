import { datadogSites } from '../../datadog/sites';
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
    const evidence = [
      `Datadog's account for the site ${spec.datadogSite} in the partition ${spec.partition} is ${spec.datadogAccountId}.`,
      ...unexpectedPrincipals.map((unexpected) => describe(unexpected, spec)),
    ];
    const remedy = restoreTrustPolicy(present, situation);
    if (!trust.principal.allowed) {
      const { allowed: named } = trust.principalAlone;
      return {
        status: 'fail',
        summary: named
          ? `The trust policy lets in ${datadogArn} only on a condition that Datadog never meets.`
          : `The trust policy does not let in Datadog's principal ${datadogArn}.`,
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
    return pass(`The trust policy names Datadog's principal ${datadogArn}.`, evidence);
  }),
};

function list(unexpectedPrincipals: readonly UnexpectedPrincipal[]): string {
  return unexpectedPrincipals.map(({ principal }) => principal).join(', ');
}

function describe({ principal }: UnexpectedPrincipal, { partition }: IntegrationSpec): string {
  const id = parsePrincipalId(principal);
  if (id.kind === 'everyone') return '* lets in every AWS account that knows the external id.';
  if (id.kind === 'deleted') return `${principal} is the id of a role or user that was deleted.`;
  const sites = datadogSites.filter(
    ({ accounts }) => 'accountId' in id && accounts[partition] === id.accountId,
  );
  return sites.length === 0
    ? `${principal} is neither Datadog nor meant for the self-test.`
    : `${principal} is Datadog's account for ${sites.map(({ site }) => site).join(', ')}.`;
}
