import { datadogSites } from '../datadog/sites';
import type { ObservedIdentity } from '../iam/role/observed';
import type { IntegrationSpec } from '../integration/spec';
import { parseDocument } from '../policy/parse';
import { parsePrincipalId } from '../policy/principal-id';
import { shortened, show } from '../runtime/text';

/** What the administrator of the provider allows to be adopted. */
export interface AdoptionRules {
  /** The names of roles that may be adopted, to the letter. */
  readonly adoptableRoleNames: readonly string[];
  /** ARNs of the project's own functions' roles. */
  readonly functionRoles: readonly string[];
}

/**
 * Why a role that somebody else made may not be adopted, each with the way out; empty when it may. Pure.
 *
 * An adoption gives the role to whoever wrote the template, so that it has to be a role that Datadog is meant to have.
 */
export function adoptionProblems(
  role: ObservedIdentity,
  spec: IntegrationSpec,
  { adoptableRoleNames, functionRoles }: AdoptionRules,
): readonly string[] {
  if (role.name !== spec.roleName) {
    return [
      `RoleName is ${show(spec.roleName)} and the role that exists is ${show(role.name)}: IAM overlooks letter case, AssumeRole and Datadog do not. Set RoleName to ${role.name}, and enter the same in Datadog.`,
    ];
  }
  return [
    ...(functionRoles.includes(role.arn)
      ? [
          `ExistingRole is Adopt and the role ${role.arn} is the one that a function of this project runs as: choose another RoleName.`,
        ]
      : []),
    ...(adoptableRoleNames.includes(role.name)
      ? []
      : [
          `ExistingRole is Adopt and the role is named ${show(role.name)}; the provider adopts ${adoptableRoleNames.join(' and ') || 'none'} only. Choose another RoleName, or have an administrator add it to the template parameter AdoptableRoleNames of the provider.`,
        ]),
    ...otherUsers(role),
    ...otherExternalIds(role, spec),
  ];
}

/** A role that AWS services or people of an identity provider work with is not meant for Datadog, and they would be shut out. */
function otherUsers({ trustPolicy }: ObservedIdentity): readonly string[] {
  const users = parseDocument(trustPolicy)
    .statements.filter(({ effect }) => effect === 'Allow')
    .flatMap(({ principals = [] }) =>
      principals.filter(({ type }) => type === 'Service' || type === 'Federated'),
    )
    .map(({ id }) => show(id));
  if (users.length === 0) return [];
  return [
    `ExistingRole is Adopt and the role lets in ${users.join(' and ')}, whom an adoption would shut out: choose another RoleName, or take them out of the role's trust policy first.`,
  ];
}

/** Datadog would be shut out at once, while its side still has the id that it was given. */
function otherExternalIds(role: ObservedIdentity, { externalId }: IntegrationSpec): readonly string[] {
  const ids = datadogsExternalIds(role.trustPolicy);
  const others = ids.filter((id) => id !== externalId).map(shortened);
  if (others.length === 0) return [];
  if (others.length < ids.length)
    return [
      `ExternalId is ${shortened(externalId)} and the role lets Datadog in with ${others.join(' and ')}, too, for another organization that an adoption would shut out: choose another RoleName, or take that out of the role's trust policy first.`,
    ];
  return [
    `ExternalId is ${shortened(externalId)} and the role lets Datadog in with ${others.join(' and ')}: set ExternalId to that one, or, if Datadog has the new one by now, take Datadog out of the role's trust policy first.`,
  ];
}

/** The external ids with which a trust policy lets in an account of Datadog's. */
function datadogsExternalIds(trustPolicy: string): readonly string[] {
  const accounts = datadogSites.flatMap((site) => Object.values(site.accounts));
  const isDatadog = (id: string) => {
    const principal = parsePrincipalId(id);
    return 'accountId' in principal && accounts.includes(principal.accountId);
  };
  return parseDocument(trustPolicy)
    .statements.filter(
      ({ effect, principals = [] }) => effect === 'Allow' && principals.some(({ id }) => isDatadog(id)),
    )
    .flatMap(({ conditions }) =>
      conditions.filter(({ key }) => key.toLowerCase() === 'sts:externalid').flatMap(({ values }) => values),
    );
}
