import type { Step } from '../plan';
import type { DesiredRole } from './desired';

/**
 * The parts in which two desired states differ and which none of the steps has changed, by name. Pure.
 *
 * What a role was meant to be before says what there is to do, whatever IAM shows: where it shows that a part is right
 * already, it may be showing the role of some seconds ago. Reads of IAM are eventually consistent
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency).
 */
export function unplannedParts(
  before: DesiredRole,
  after: DesiredRole,
  steps: readonly Step[],
): readonly string[] {
  const kinds = new Set(steps.map(({ kind }) => kind));
  if (kinds.has('create-role')) return [];
  const isTaken = (kind: 'attach-policy' | 'detach-policy', arn: string) =>
    steps.some((step) => step.kind === kind && step.policyArn === arn);
  const parts: readonly (readonly [string, boolean, readonly Step['kind'][]])[] = [
    ['trust policy', differ(before.trustPolicy, after.trustPolicy), ['update-trust-policy']],
    ['settings', differ(settingsOf(before), settingsOf(after)), ['update-role']],
    [
      'permissions boundary',
      before.permissionsBoundary !== after.permissionsBoundary,
      ['put-boundary', 'delete-boundary'],
    ],
    ['tags', differ(sorted(before.tags), sorted(after.tags)), ['tag-role', 'untag-role']],
    ['inline policy', differ(before.inlinePolicy, after.inlinePolicy), ['put-inline-policy']],
    [
      'managed policies',
      differ(before.managedPolicies, after.managedPolicies),
      ['create-policy', 'create-policy-version', 'delete-policy'],
    ],
  ];
  return [
    ...parts
      .filter(([, isChanged, by]) => isChanged && !by.some((kind) => kinds.has(kind)))
      .map(([part]) => part),
    ...without(after.attachedPolicyArns, before.attachedPolicyArns).filter(
      (arn) => !isTaken('attach-policy', arn),
    ),
    ...without(before.attachedPolicyArns, after.attachedPolicyArns).filter(
      (arn) => !isTaken('detach-policy', arn),
    ),
  ];
}

function settingsOf({ description, maxSessionDurationSeconds }: DesiredRole): object {
  return { description, maxSessionDurationSeconds };
}

function sorted(tags: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(tags).sort(([one], [other]) => (one < other ? -1 : 1));
}

function differ(one: object, other: object): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}

function without(arns: readonly string[], others: readonly string[]): readonly string[] {
  return arns.filter((arn) => !others.includes(arn));
}
