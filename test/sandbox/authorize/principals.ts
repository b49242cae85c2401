import { ADMINISTRATOR_NAME, type Caller } from '../identities';
import { asList, isObject } from './document';

/** How closely a Principal element names a caller: what else is needed depends on it. */
export type PrincipalMatch = 'none' | 'account' | 'principal' | 'session';

/** The AWS principals of a Principal element, as written. `*` stands for everybody. */
export function awsPrincipals(element: unknown): string[] {
  if (element === '*') return ['*'];
  return isObject(element) ? asList(element['AWS']).map(String) : [];
}

/**
 * How a Principal element names the caller.
 *
 * @param ids unique ids of the principals at the time the policy was written; a role made again under the
 *   same name is another principal. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function matchPrincipals(
  principals: readonly string[],
  caller: Caller,
  ids: ReadonlyMap<string, string>,
): PrincipalMatch {
  let closest: PrincipalMatch = 'none';
  for (const principal of principals) {
    const match = matchPrincipal(principal, caller, ids);
    if (match === 'session') return match;
    if (match === 'principal' || closest === 'none') closest = match;
  }
  return closest;
}

/**
 * Whether a NotPrincipal element spares the caller. As AWS recommends to write it, a role session is spared
 * when its account and its role (or the session) are listed; the administrator counts as the account itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function sparedByNotPrincipal(
  principals: readonly string[],
  caller: Caller,
  ids: ReadonlyMap<string, string>,
): boolean {
  const matches = principals.map((principal) => matchPrincipal(principal, caller, ids));
  const account = matches.includes('account');
  return caller.kind === 'administrator' ? account : account && matches.some((match) => NAMED.has(match));
}

const NAMED: ReadonlySet<PrincipalMatch> = new Set(['principal', 'session']);

function matchPrincipal(principal: string, caller: Caller, ids: ReadonlyMap<string, string>): PrincipalMatch {
  if (principal === '*') return 'principal';
  if (principal === caller.accountId || principal === rootArn(caller)) return 'account';
  if (principal === caller.arn) return caller.kind === 'session' ? 'session' : 'principal';
  if (caller.kind === 'administrator') return 'none';
  const sameRole = principal === caller.roleArn && (ids.get(principal) ?? caller.roleId) === caller.roleId;
  return sameRole || principal === caller.roleId ? 'principal' : 'none';
}

function rootArn(caller: { readonly accountId: string; readonly partition: string }): string {
  return `arn:${caller.partition}:iam::${caller.accountId}:root`;
}

/** Whether the ARN is the user that an account's 12-digit access key stands for. It exists without being made. */
export function isAdministratorArn(arn: string): boolean {
  return new RegExp(`^arn:[^:]+:iam::\\d{12}:user/${ADMINISTRATOR_NAME}$`).test(arn);
}
