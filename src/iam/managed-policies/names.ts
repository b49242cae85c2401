import { parseArn } from '../../aws/arn';
import { OWN_POLICY_PATH } from '../../integration/names';

/*
 * Names of the managed policies that are made for a role: the role's name and a running number.
 * Numbers that are taken by anybody's policy are passed over, so that left-overs of others never stand in the way.
 */

/** What the names of this role's policies begin with; a number follows. */
export function policyNamePrefix(roleName: string): string {
  return `${roleName}-permissions-`;
}

/** Is this the ARN of a policy made for this role? IAM does not tell names apart by letter case. */
export function isArnOfOwnPolicy(roleName: string, policyArn: string): boolean {
  const start = `policy${OWN_POLICY_PATH}${policyNamePrefix(roleName)}`.toLowerCase();
  const resource = parseArn(policyArn)?.resource ?? '';
  return resource.toLowerCase().startsWith(start) && /^\d+$/.test(resource.slice(start.length));
}

/** The name in a policy's ARN. */
export function policyNameOf(policyArn: string): string {
  return parseArn(policyArn)?.resource.split('/').at(-1) ?? policyArn;
}

/** The first `count` names for this role's policies that are not taken. */
export function freePolicyNames(
  roleName: string,
  count: number,
  taken: readonly string[],
): readonly string[] {
  const unavailable = new Set(taken.map((name) => name.toLowerCase()));
  const names: string[] = [];
  for (let number = 1; names.length < count; number++) {
    const name = `${policyNamePrefix(roleName)}${number}`;
    if (!unavailable.has(name.toLowerCase())) names.push(name);
  }
  return names;
}

/** Orders policies of one role by their number. */
export function policyNumber(policyName: string): number {
  return Number(/\d+$/.exec(policyName)?.[0]);
}
