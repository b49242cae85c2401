import { show } from '../runtime/text';
import { PreconditionFailed } from './errors';

/**
 * Why a role of this name may not be made or changed by this provider, and the way out; undefined when it may. The names are
 * compared here as well as in IAM, where `*` of a pattern matches the slashes of a path, too. Pure.
 *
 * @param patterns names with `*` for any characters; none means that there is no rule
 */
export function roleNameProblemOf(roleName: string, patterns: readonly string[]): string | undefined {
  if (patterns.length === 0 || patterns.some((pattern) => matches(pattern, roleName))) return undefined;
  return `RoleName is ${show(roleName)}; the provider may only make and change roles that are named ${patterns.join(' or ')}. Choose such a name, or have an administrator change the template parameter RoleNamePattern of the provider.`;
}

/** @throws PreconditionFailed for a name that `roleNameProblemOf` finds fault with */
export function checkRoleName(roleName: string, patterns: readonly string[]): void {
  const problem = roleNameProblemOf(roleName, patterns);
  if (problem !== undefined) throw new PreconditionFailed(roleName, [problem]);
}

function matches(pattern: string, roleName: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}$`).test(roleName);
}
