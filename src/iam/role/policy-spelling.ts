import type { IntegrationSpec } from '../../integration/spec';
import type { ObservedRole } from './observed';

/**
 * A spec with the ARNs of managed policies as IAM spells them, so that they can be compared with what is attached. Of a policy
 * that only an earlier spec names, the role's own attachments tell the spelling. Pure.
 */
export function withIamsSpelling(
  spec: IntegrationSpec,
  { role, policySpellings = {} }: Pick<ObservedRole, 'role' | 'policySpellings'>,
): IntegrationSpec {
  const shown = [role?.permissionsBoundary ?? '', ...(role?.attachedPolicyArns ?? [])];
  const spelled = (arn: string) =>
    policySpellings[arn] ?? shown.find((other) => other.toLowerCase() === arn.toLowerCase()) ?? arn;
  const { managedPolicyArns, permissionsBoundary } = spec;
  return {
    ...spec,
    managedPolicyArns: [...new Set(managedPolicyArns.map(spelled))].sort(),
    permissionsBoundary: permissionsBoundary === null ? null : spelled(permissionsBoundary),
  };
}
