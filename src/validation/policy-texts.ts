import { parseArn } from '../aws/arn';
import { OWN_POLICY_PATH } from '../integration/names';
import { type CallKey, callKeys } from './call-keys';
import type { RoleSituation, Situation } from './situation';

/** The policies of a role as far as their documents were read. */
export interface PolicyTexts {
  readonly ofRole: readonly string[];
  /** Were all that are attached to the role read? One of our own that is not there grants nothing. */
  readonly isComplete: boolean;
  /** Null where there is no boundary, undefined where it was not read. */
  readonly boundary: string | null | undefined;
  /** What is known of a session's call where the evaluator was asked. */
  readonly keys: readonly CallKey[];
}

export function policyTexts({ role, observed }: RoleSituation, situation: Situation): PolicyTexts {
  const { target, homeRegion, now, boundaryDocument, attachedDocuments } = situation;
  const { spec } = target;
  const attached = observed.policies.filter(({ arn }) => role.attachedPolicyArns.includes(arn));
  const documentOfBoundary = boundaryDocument?.ok ? boundaryDocument.value : undefined;
  return {
    ofRole: [
      ...Object.values(role.inlinePolicies),
      ...attached.map(({ document }) => document),
      ...Object.values(attachedDocuments),
    ],
    isComplete: role.attachedPolicyArns.every((arn) => isOwn(arn) || arn in attachedDocuments),
    boundary: role.permissionsBoundary === null ? null : documentOfBoundary,
    keys: callKeys({
      roleArn: role.arn,
      accountId: spec.accountId,
      tags: role.tags,
      region: spec.regions[0] ?? homeRegion,
      now,
    }),
  };
}

function isOwn(policyArn: string): boolean {
  return parseArn(policyArn)?.resource.startsWith(`policy${OWN_POLICY_PATH}`) === true;
}
