import { awsErrorFacts, isTransient } from '../aws/errors';
import { classifyDenial, type DenialCause } from './denial';

/**
 * What binds the caller and nobody else: a service control policy holds for the principals of its own organization's accounts
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html), the other policies and the
 * credentials are the caller's own, and the quota of AssumeRole is counted for the account that calls.
 */
const BINDS_THE_CALLER_ONLY: readonly DenialCause[] = [
  'scp_explicit_deny',
  'scp_implicit_deny',
  'identity_policy_explicit_deny',
  'identity_policy_implicit_deny',
  'permissions_boundary_explicit_deny',
  'permissions_boundary_implicit_deny',
  'session_policy_explicit_deny',
  'session_policy_implicit_deny',
  'vpce_explicit_deny',
  'vpce_implicit_deny',
  'expired_token',
  'throttled',
];

/** Whether an error of our own AssumeRole leaves open what somebody of another account, such as Datadog, would be answered. */
export function saysNothingOfOthers(error: unknown): boolean {
  return isTransient(error) || BINDS_THE_CALLER_ONLY.includes(classifyDenial(awsErrorFacts(error)).cause);
}
