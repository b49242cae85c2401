import { isTagged } from '../../iam/ownership';
import type { Step } from '../../iam/plan';
import type { ObservedPolicy } from '../../iam/role/observed';
import { policiesEquivalent } from '../../policy/equivalence';
import type { RoleSituation, Situation } from '../situation';
import { commandsFor } from './restore';

/** Policies with a name of this role's that nobody can be told to have made, and that the role does not have. */
export function unclaimedPolicies({ role, observed }: RoleSituation): readonly ObservedPolicy[] {
  return observed.policies.filter(
    ({ arn, tags }) => !isTagged(tags) && !role.attachedPolicyArns.includes(arn),
  );
}

/**
 * The part of the role's plan that is about the managed policies that were made for it.
 *
 * @param attaches also those that are right and were detached
 */
export function restoreManagedPolicies(
  present: RoleSituation,
  situation: Situation,
  attaches = false,
): readonly string[] {
  const steps = present.plan?.stages.flat() ?? [];
  const reused = reusable(steps, unclaimedPolicies(present));
  const created = steps.flatMap((step) => (step.kind === 'create-policy' ? [step.policyArn] : []));
  const isNeeded = (step: Step): boolean => {
    if (!('policyArn' in step)) return false;
    if (reused.some(({ step: { policyArn } }) => policyArn === step.policyArn)) return false;
    return (
      ['create-policy-version', 'delete-policy-version', 'detach-policy', 'delete-policy'].includes(
        step.kind,
      ) ||
      created.includes(step.policyArn) ||
      (attaches && step.kind === 'attach-policy')
    );
  };
  return [
    ...commandsFor([...taggings(steps), ...steps.filter(isNeeded)], present, situation),
    ...reused.flatMap(({ step: { tags }, policy: { arn } }) => [
      `If ${arn} was made for this role, as its name and its content say, tag and attach it again:`,
      ...commandsFor(
        [
          { kind: 'tag-policy', policyArn: arn, tags },
          { kind: 'attach-policy', policyArn: arn },
        ],
        present,
        situation,
      ),
    ]),
  ];
}

/** All tags of a policy at once: those that say whose it is, and the stack's. */
function taggings(steps: readonly Step[]): readonly Step[] {
  const tagsOf = new Map<string, Readonly<Record<string, string>>>();
  for (const step of steps)
    if (step.kind === 'tag-policy')
      tagsOf.set(step.policyArn, { ...tagsOf.get(step.policyArn), ...step.tags });
  return [...tagsOf].map(([policyArn, tags]) => ({ kind: 'tag-policy', policyArn, tags }));
}

/** Policies that have what would be made anew, to the letter: somebody may have taken off their tags, and detached them. */
function reusable(steps: readonly Step[], policies: readonly ObservedPolicy[]) {
  return steps.flatMap((step) => {
    if (step.kind !== 'create-policy') return [];
    const policy = policies.find(({ document }) => policiesEquivalent(document, step.document));
    return policy === undefined ? [] : [{ step, policy }];
  });
}
