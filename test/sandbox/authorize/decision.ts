/** The kinds of policies, in the words of AWS's denials. */
export type PolicyType =
  | 'identity-based policy'
  | 'permissions boundary'
  | 'session policy'
  | 'service control policy'
  | 'resource control policy'
  | 'role trust policy';

export type Decision = { readonly allowed: true } | Denial;

export interface Denial {
  readonly allowed: false;
  readonly explicit: boolean;
  readonly policyType: PolicyType;
}

export const ALLOWED: Decision = { allowed: true };

export function explicitDenial(policyType: PolicyType): Denial {
  return { allowed: false, explicit: true, policyType };
}

export function implicitDenial(policyType: PolicyType): Denial {
  return { allowed: false, explicit: false, policyType };
}

/**
 * AWS's text for a denial. Callers of another account are not told which policy it was.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denialText(
  callerArn: string,
  action: string,
  resource: string,
  denial: Denial | undefined,
): string {
  const where = resource === '' ? '' : ` on resource: ${resource}`;
  const text = `User: ${callerArn} is not authorized to perform: ${action}${where}`;
  if (denial === undefined) return text;
  if (!denial.explicit) return `${text} because no ${denial.policyType} allows the ${action} action`;
  return `${text} with an explicit deny in ${EXPLICIT_FORMS[denial.policyType]}`;
}

const EXPLICIT_FORMS: Readonly<Record<PolicyType, string>> = {
  'identity-based policy': 'an identity-based policy',
  'permissions boundary': 'a permissions boundary',
  // The plural is AWS's.
  'session policy': 'a sessions policy',
  'service control policy': 'a service control policy',
  'resource control policy': 'a resource control policy',
  'role trust policy': 'the role trust policy',
};
