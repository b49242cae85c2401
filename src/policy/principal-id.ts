import { parseArn } from '../aws/arn';

/** Who a principal id in a policy, or a caller's ARN, stands for. */
export type PrincipalId =
  | { readonly kind: 'everyone' }
  /** A whole account; a bare 12-digit id has the partition of the policy that it stands in. */
  | { readonly kind: 'account'; readonly accountId: string; readonly partition: string | undefined }
  /** A session of a role: `role` is the role's name, without the path that a session's ARN leaves out. */
  | {
      readonly kind: 'session';
      readonly accountId: string;
      readonly partition: string;
      readonly role: string;
    }
  /** A role, user or federated user: `name` is without its path. */
  | {
      readonly kind: 'role' | 'user' | 'federated-user';
      readonly accountId: string;
      readonly partition: string;
      readonly name: string;
    }
  /** The unique id that IAM shows once the user or role behind it was deleted. */
  | { readonly kind: 'deleted' }
  /** A service, an identity provider, a canonical user. */
  | { readonly kind: 'other' };

const ACCOUNT_ID = /^\d{12}$/;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const UNIQUE_ID = /^A(IDA|ROA)[A-Z0-9]+$/;
const NAMED = /^(role|user|federated-user)\/(?:.*\/)?([^/]+)$/;
const SESSION = /^assumed-role\/([^/]+)\/[^/]+$/;

/**
 * Reads a principal id as policies write it, or a caller's ARN as STS reports it.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function parsePrincipalId(id: string): PrincipalId {
  if (id === '*') return { kind: 'everyone' };
  if (ACCOUNT_ID.test(id)) return { kind: 'account', accountId: id, partition: undefined };
  if (UNIQUE_ID.test(id)) return { kind: 'deleted' };
  const arn = parseArn(id);
  if (arn === undefined) return { kind: 'other' };
  const { partition, accountId, resource } = arn;
  if (resource === 'root') return { kind: 'account', accountId, partition };
  const [, role] = SESSION.exec(resource) ?? [];
  if (role !== undefined) return { kind: 'session', accountId, partition, role };
  const [, kind, name] = NAMED.exec(resource) ?? [];
  if (name !== undefined && (kind === 'role' || kind === 'user' || kind === 'federated-user'))
    return { kind, accountId, partition, name };
  return { kind: 'other' };
}
