import { type IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { InlinePolicy } from './installed-provider';

/** Every action that a role's inline policies allow, once. */
export function grantedActions(policies: readonly InlinePolicy[]): readonly string[] {
  return [
    ...new Set(
      policies.flatMap(({ document }) =>
        document.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action),
      ),
    ),
  ].sort();
}

/** Gives a role its inline policies without one of their actions. */
export async function withhold(
  iam: IAMClient,
  roleName: string,
  policies: readonly InlinePolicy[],
  withheld: string,
): Promise<void> {
  for (const { name, document } of policies) {
    const Statement = document.Statement.map((statement) => ({
      ...statement,
      Action: [statement.Action].flat().filter((action) => action !== withheld),
    })).filter(({ Action }) => Action.length > 0);
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: roleName,
        PolicyName: name,
        PolicyDocument: JSON.stringify({ ...document, Statement }),
      }),
    );
  }
}
