import type { RegisteredAccount } from '../datadog-api/account';

/** What Datadog says of an AWS account, or why it could not be asked. */
export type DatadogSide =
  | {
      readonly ok: true;
      readonly site: string;
      /** The account's registrations: mostly one. */
      readonly accounts: readonly RegisteredAccount[];
      /** What Datadog has recorded of its own attempts, by account config id; only where it tells. */
      readonly reported: Readonly<Record<string, readonly string[]>>;
    }
  | { readonly ok: false; readonly site: string; readonly problem: string };

/** A role's name as Datadog has it: some write a `/` before the path. */
export function registeredRoleName({ attributes }: RegisteredAccount): string | undefined {
  return attributes.auth_config.role_name?.replace(/^\//, '');
}

/** The registration by which Datadog uses a role: that of its name, or the only one that there is. */
export function registrationOf(
  accounts: readonly RegisteredAccount[],
  roleNameWithPath: string,
): RegisteredAccount | undefined {
  const named = accounts.find((account) => registeredRoleName(account) === roleNameWithPath);
  return named ?? (accounts.length === 1 ? accounts[0] : undefined);
}
