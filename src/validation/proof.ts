/** Where an answer to the question comes from whether Datadog may work in a region. */
export type Source =
  | 'session of the role'
  | 'AssumeRole of the validator'
  | 'own credentials'
  | 'settings of the account'
  | 'trust policy'
  | 'simulator: the role’s policies'
  | 'simulator: the organization'
  | 'Datadog';

/** For whom, and where, an answer holds. */
export type Holds = 'the role everywhere' | 'the role in this region' | 'the caller only' | 'nobody for sure';

export interface Proof {
  readonly yes: Holds;
  readonly no: Holds;
}

/**
 * What each kind of evidence can prove; docs/validator.md has the same table with the reasons.
 *
 * - A session of the role is under the same policies whoever has opened it.
 * - Our own AssumeRole, and any call with our own credentials, is under policies that Datadog is not under, and the other
 *   way round: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 * - STS refuses everybody where the account has deactivated it, and no account works in a region that is off:
 *   https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
 * - The simulator evaluates service control policies, but tells neither which keys they ask for nor which of them were
 *   not given, and knows no resource control policies:
 *   https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html
 */
export const PROOF: Readonly<Record<Source, Proof>> = {
  'session of the role': { yes: 'the role in this region', no: 'the role in this region' },
  'AssumeRole of the validator': { yes: 'the caller only', no: 'the caller only' },
  'own credentials': { yes: 'the caller only', no: 'the caller only' },
  'settings of the account': { yes: 'nobody for sure', no: 'the role in this region' },
  'trust policy': { yes: 'the role everywhere', no: 'the role everywhere' },
  'simulator: the role’s policies': { yes: 'the role in this region', no: 'the role in this region' },
  'simulator: the organization': { yes: 'nobody for sure', no: 'nobody for sure' },
  Datadog: { yes: 'the role in this region', no: 'the role in this region' },
};

/** Does this answer from this source say something about the role, and so about Datadog? */
export function provesForRole(source: Source, answer: keyof Proof): boolean {
  return PROOF[source][answer].startsWith('the role');
}
