import { parseArn, roleNameWithPath } from '../../aws/arn';
import { show } from '../../runtime/text';
import type { NamedRole } from './command';
import { UsageError } from './usage-error';

/**
 * A role by its name, by path and name as Datadog wants it (`team/DatadogRole`), or by its ARN. Whether IAM would take the
 * name is looked at where the properties are.
 *
 * @throws UsageError for the ARN of something else
 */
export function readNamedRole(text: string | undefined): NamedRole | undefined {
  if (text === undefined) return undefined;
  const arn = parseArn(text);
  if (arn === undefined) return { ...split(text), accountId: undefined };
  if (arn.service !== 'iam' || !arn.resource.startsWith('role/'))
    throw new UsageError(
      `--role-name is ${show(text)}, which is the ARN of something else: name a role of IAM.`,
    );
  const { roleName, path = '/' } = split(roleNameWithPath(text));
  return { roleName, path, accountId: arn.accountId };
}

/**
 * A role that many accounts have, by its name or by path and name, such as `audit/ReadOnly`.
 *
 * @throws UsageError for an ARN, which names the role of one account
 */
export function readRoleOfEachAccount(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (parseArn(text) !== undefined)
    throw new UsageError(
      `--assume-role is ${show(text)}, a role of one account: name the role that each account has, without account, such as OrganizationAccountAccessRole.`,
    );
  const { roleName, path = '/' } = split(text);
  return path.slice(1) + roleName;
}

function split(text: string): { readonly roleName: string; readonly path: string | undefined } {
  const end = text.lastIndexOf('/');
  if (end === -1) return { roleName: text, path: undefined };
  return { roleName: text.slice(end + 1), path: `/${text.slice(0, end + 1).replace(/^\//, '')}` };
}
