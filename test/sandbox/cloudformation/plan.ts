import type { Template } from './template';

/** What a stack is to be. */
export interface StackPlan {
  readonly name: string;
  /** The text of the template. */
  readonly text: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
}

/** A plan that has passed CloudFormation's checks. */
export interface CheckedPlan extends StackPlan {
  readonly template: Template;
}
