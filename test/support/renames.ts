import { type CustomerAccount, DATADOG, EXTERNAL_ID, ROLE } from './customer-account';

/** What a rename calls the role. */
export const RENAMED = `${ROLE}-renamed`;

/** Names of the roles that integrations of the usual name and its renames have. */
export function integrationRoles({ account }: CustomerAccount): readonly string[] {
  return Object.keys(account.digest().roles).filter((name) => name.startsWith(ROLE));
}

/** Does Datadog get in with the external id? */
export function datadogCanAssume({ account }: CustomerAccount, roleName: string): boolean {
  return account.canAssume(DATADOG, roleName, { externalId: EXTERNAL_ID });
}
