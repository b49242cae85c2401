/** IAM's grammar lets most elements be written as one value or as a list of values. */
export type OneOrMany<T> = T | readonly T[];

export type Effect = 'Allow' | 'Deny';
export type ConditionValue = string | number | boolean;

/** Everyone (`*`), or the principals by type: `AWS`, `Service`, `Federated`, `CanonicalUser`. */
export type PrincipalElement = '*' | Readonly<Record<string, OneOrMany<string>>>;

/** Operator to condition key to the values it is compared with. */
export type ConditionElement = Readonly<Record<string, Readonly<Record<string, OneOrMany<ConditionValue>>>>>;

/** One statement as it is written; see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: Effect;
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Condition?: ConditionElement;
}

/** An IAM policy document as it is written. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: OneOrMany<Statement>;
}

/** A policy document as it comes in: JSON text, the URL-encoded JSON text that IAM returns, or the object itself. */
export type RawPolicyDocument = string | object;
