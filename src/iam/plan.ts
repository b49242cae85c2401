import type { PolicyDocument } from '../policy/document';

/** Policy documents in steps: as they are to be, or as JSON text where a document of others is restored. */
export type StepDocument = PolicyDocument | string;

type Tags = Readonly<Record<string, string>>;

/** One IAM request. Every step may be carried out again without harm. */
export type Step =
  | {
      readonly kind: 'create-role';
      readonly path: string;
      readonly trustPolicy: PolicyDocument;
      readonly description: string;
      readonly maxSessionDurationSeconds: number;
      readonly permissionsBoundary: string | null;
      readonly tags: Tags;
    }
  | { readonly kind: 'update-role'; readonly description: string; readonly maxSessionDurationSeconds: number }
  | { readonly kind: 'update-trust-policy'; readonly document: StepDocument }
  | { readonly kind: 'put-boundary'; readonly policyArn: string }
  | { readonly kind: 'delete-boundary' }
  | { readonly kind: 'tag-role'; readonly tags: Tags }
  | { readonly kind: 'untag-role'; readonly tagKeys: readonly string[] }
  | { readonly kind: 'put-inline-policy'; readonly policyName: string; readonly document: StepDocument }
  | { readonly kind: 'delete-inline-policy'; readonly policyName: string }
  | {
      readonly kind: 'create-policy';
      readonly policyArn: string;
      readonly document: PolicyDocument;
      readonly tags: Tags;
    }
  | { readonly kind: 'create-policy-version'; readonly policyArn: string; readonly document: PolicyDocument }
  | { readonly kind: 'delete-policy-version'; readonly policyArn: string; readonly versionId: string }
  | { readonly kind: 'tag-policy'; readonly policyArn: string; readonly tags: Tags }
  | { readonly kind: 'untag-policy'; readonly policyArn: string; readonly tagKeys: readonly string[] }
  | { readonly kind: 'attach-policy'; readonly policyArn: string }
  | { readonly kind: 'detach-policy'; readonly policyArn: string }
  | { readonly kind: 'delete-policy'; readonly policyArn: string }
  | { readonly kind: 'remove-from-instance-profile'; readonly instanceProfile: string }
  | { readonly kind: 'delete-role' };

/** Steps that may run in parallel and in any order. */
export type Stage = readonly Step[];

/** The way from observed to desired. Drift is a plan that is not empty. */
export interface Plan {
  readonly roleName: string;
  /** Carried out one after the other; none is empty. */
  readonly stages: readonly Stage[];
  /** What the log shall say about it: exceptions made, things of others left alone. */
  readonly warnings: readonly string[];
}

export function planOf(roleName: string, stages: readonly Stage[], warnings: readonly string[]): Plan {
  return { roleName, stages: stages.filter((stage) => stage.length > 0), warnings };
}

export function isEmpty(plan: Plan): boolean {
  return plan.stages.length === 0;
}

/** The policies that steps of this kind are about. */
export function policyArnsOf(
  kind: 'attach-policy' | 'detach-policy',
  steps: readonly Step[],
): readonly string[] {
  return steps.flatMap((step) => (step.kind === kind ? [step.policyArn] : []));
}

/** A step in one line, for logs and messages. */
export function describeStep(step: Step): string {
  if ('policyArn' in step) return `${step.kind} ${step.policyArn}`;
  if ('policyName' in step) return `${step.kind} ${step.policyName}`;
  if ('instanceProfile' in step) return `${step.kind} ${step.instanceProfile}`;
  if ('tagKeys' in step) return `${step.kind} ${step.tagKeys.join(', ')}`;
  return step.kind;
}
