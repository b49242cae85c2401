import type { IntegrationSpec } from '../integration/spec';
import { attributes, type ToldRole } from './attributes';
import { selfTestAttribute } from './run-self-test';
import type { Session } from './session';

/** No cause of a failed self-test is longer. */
const LONGEST_CAUSE = 'x'.repeat(64);

/**
 * Why CloudFormation could not be told the attributes of the role, with the numbers and the way out; empty when it can: the
 * reply to a success has a size, and would be found too long only when everything is done. All attributes have room but for the
 * list of policies: with every other property at its longest they take some 3,800 bytes.
 */
export function replySizeProblems(
  { context, settings: { permissionSets, selfTestPrincipals } }: Session,
  spec: IntegrationSpec,
  role: ToldRole,
): readonly string[] {
  const longest = selfTestAttribute(
    { kind: 'failed', cause: LONGEST_CAUSE, message: '' },
    selfTestPrincipals,
  );
  const data = attributes(spec, role, permissionSets, spec.selfTest === 'Off' ? 'off' : longest);
  const { bytes, maxBytes } = context.replySize({ physicalResourceId: spec.roleName, data });
  if (bytes <= maxBytes) return [];
  const ownBytes = spec.managedPolicyArns.join(',').length;
  return [
    `ManagedPolicyArns has ${ownBytes} bytes, and with them the attributes of the resource make a reply of ${bytes} bytes, of which CloudFormation takes ${maxBytes}: list fewer policies, or some with shorter names and paths, so that it has ${bytes - maxBytes} bytes less.`,
  ];
}
