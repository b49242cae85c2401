import { parseArn } from '../aws/arn';
import { datadogSites } from '../datadog/sites';
import { classifyDenial, type DenialCause } from '../probe/denial';
import { inWords } from '../report/cause-words';

/** What an access-denied text says, and what not. */
export interface Explanation {
  /** As `classifyDenial` names it. */
  readonly cause: string;
  /** The same in words. */
  readonly meaning: string;
  /** What the text names; null where it does not. */
  readonly principal: string | null;
  readonly action: string | null;
  readonly resource: string | null;
  readonly policyArn: string | null;
  readonly proves: string;
  readonly doesNotProve: string;
  readonly remedy: readonly string[];
}

interface Meaning {
  readonly proves: string;
  readonly doesNotProve: string;
  readonly remedy: readonly string[];
}

const DENIAL =
  /(?:User|Principal): (?<principal>\S+) is not authorized to perform: (?<action>[\w-]+:\w+)(?: on resource: (?<resource>\S+))?/;

/** Explains a text that AWS, the AWS CLI or Datadog wrote. Pure; undefined for a text that is no denial that is known. */
export function explainDenial(text: string): Explanation | undefined {
  const { cause, policyArn } = classifyDenial({ message: text });
  const meaning = MEANINGS[cause];
  if (meaning === undefined) return undefined;
  const { principal, action, resource } = DENIAL.exec(text.replace(/\s+/g, ' '))?.groups ?? {};
  return {
    cause,
    meaning:
      cause === 'unspecified_deny' && policyArn !== undefined
        ? 'a policy of a kind that is not known here denies it'
        : inWords(cause),
    principal: principal ?? null,
    action: action ?? null,
    resource: resource?.replace(/[.,;:]$/, '') ?? null,
    policyArn: policyArn ?? null,
    proves: `${meaning.proves}${principal === undefined ? '' : ` ${aboutPrincipal(principal)}`}`,
    doesNotProve: meaning.doesNotProve,
    remedy: meaning.remedy,
  };
}

/** A denial is the answer to one caller: what it says of Datadog depends on who that was. */
function aboutPrincipal(principal: string): string {
  const { accountId, resource = '' } = parseArn(principal) ?? {};
  const isDatadogs = datadogSites.some(({ accounts }) => Object.values(accounts).includes(accountId));
  if (isDatadogs) return 'It was Datadog itself that was refused.';
  const [, role] = /^assumed-role\/([^/]+)\//.exec(resource) ?? [];
  return role === undefined
    ? 'It was not Datadog that was refused.'
    : `It was a session of the role ${role}: if that is Datadog’s role, Datadog is refused the same call; if it is another one, this says nothing of Datadog but what binds every caller.`;
}

/*
 * Which policy binds whom:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * Service control policies bind the principals of their organization's accounts, and nobody from outside:
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 * Resource control policies bind whoever calls the accounts' resources, AssumeRole among them:
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 * What the texts look like: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */

const VALIDATE =
  'To know: datadog-integration-role validate --role-name NAME --external-id ID, with the values that Datadog shows.';

const OWN_POLICY: Pick<Meaning, 'doesNotProve'> = {
  doesNotProve:
    'That Datadog is refused: this policy is of the one who called. If that was a session of Datadog’s role, Datadog’s sessions are refused the same call.',
};

const TRUST_POLICY: Meaning = {
  proves:
    'That the trust policy of the role does not let in this caller with what was sent along, the external id above all.',
  doesNotProve:
    'Which part does not fit: principal, external id, another condition, or the very name of the role.',
  remedy: [
    'Compare the role’s trust policy with Datadog’s page: principal arn:<partition>:iam::<Datadog’s account>:root, action sts:AssumeRole, StringEquals sts:ExternalId with the id that Datadog shows, letter by letter.',
    'Compare AWS Role Name in Datadog with the role, letter case, blanks and path included.',
    VALIDATE,
  ],
};

const SCP: Meaning = {
  proves:
    'That a service control policy of the organization refuses this call to a principal of one of its own accounts, in this region.',
  doesNotProve:
    'That Datadog cannot assume the role: Datadog’s AssumeRole comes from outside the organization, and no service control policy binds it. What Datadog’s sessions then call is bound, as far as the policy does not spare the role.',
  remedy: [
    'If a session of Datadog’s role was refused: have the organization’s administrators exempt the role (Condition ArnNotLike aws:PrincipalArn arn:*:iam::*:role/<role>), or exclude the region in Datadog, on the AWS integration page, tab General.',
    'If somebody else was refused: nothing has to be done for Datadog’s sake.',
  ],
};

const UNNAMED: Meaning = {
  proves: 'That AWS refused the call.',
  doesNotProve:
    'By which policy: across accounts AWS names none. Trust policy, external id, name of the role, a resource control policy or missing permissions of the caller all look like this.',
  remedy: [
    'Compare the role’s name, its trust policy’s principal and external id with what Datadog shows: mostly it is one of them.',
    VALIDATE,
  ],
};

/** Of any call but AssumeRole: those who make it as Datadog's role are past its trust policy. */
const UNNAMED_CALL: Meaning = {
  proves: 'That AWS refused the call.',
  doesNotProve:
    'By which kind of policy: one of the caller, its permissions boundary, one of the organization or one of the resource may be it.',
  remedy: [
    'If a session of Datadog’s role was refused, its trust policy and the external id are right: compare its policies and its boundary with Datadog’s permissions, and ask the organization’s administrators for policies that deny the call.',
    VALIDATE,
  ],
};

const ownPolicy = (policy: string, remedy: string): Meaning => ({
  ...OWN_POLICY,
  proves: `That ${policy} of the caller does not let the call pass.`,
  remedy: [remedy],
});

const IDENTITY_POLICY = (isExplicit: boolean) =>
  ownPolicy(
    'an identity-based policy',
    isExplicit
      ? 'Find the Deny among the inline and attached policies of the principal (and of its groups), and take the call out of it, or leave it where it is meant.'
      : 'If the principal is Datadog’s role: give it Datadog’s permissions (the guide’s inline policy). If it is you: ask for the action.',
  );
const BOUNDARY = ownPolicy(
  'the permissions boundary',
  'Allow the action in the managed policy that is the principal’s permissions boundary, or put another boundary on it; a policy beside it cannot help.',
);
const SESSION_POLICY = ownPolicy(
  'a policy that was passed when the session began',
  'Begin the session anew without that policy, or with one that allows the action. Datadog passes its own; yours cannot reach it.',
);
const RESOURCE_POLICY: Meaning = {
  proves:
    'That the policy of the resource (bucket, key, queue, ...) does not let this principal make the call.',
  doesNotProve: 'That Datadog’s role lacks a permission, or that other resources refuse it.',
  remedy: [
    'Allow the principal the action in the policy of the resource, or leave it out of what Datadog shall see.',
  ],
};
const VPC_ENDPOINT: Meaning = {
  proves: 'That the call went through a VPC endpoint whose policy does not let it pass.',
  doesNotProve: 'Anything of Datadog: its calls do not come through your VPC.',
  remedy: ['Allow the call in the policy of the VPC endpoint of the one who called.'],
};

const MEANINGS: Readonly<Partial<Record<DenialCause, Meaning>>> &
  Readonly<Record<string, Meaning | undefined>> = {
  trust_policy_explicit_deny: TRUST_POLICY,
  trust_policy_implicit_deny: TRUST_POLICY,
  trust_policy_missing_tagsession: {
    proves: 'That the caller sends session tags, and the trust policy does not allow sts:TagSession.',
    doesNotProve: 'That the trust policy refuses Datadog, which sends none.',
    remedy: [
      'Allow sts:TagSession beside sts:AssumeRole in the statement, if whoever called is meant to get in.',
    ],
  },
  assume_role_denied_unspecified: UNNAMED,
  unspecified_deny: UNNAMED_CALL,
  datadog_ui_assume_role_denied_all_regions: {
    proves: 'That Datadog itself could not assume the role in any region.',
    doesNotProve:
      'Why. A reason that holds everywhere is likely: name of the role, trust policy, external id, or a resource control policy.',
    remedy: [...UNNAMED.remedy, 'After a change Datadog may show the error for a few hours more.'],
  },
  datadog_ui_assume_role_denied_some_regions: {
    proves:
      'That Datadog itself could not assume or use the role in these regions, and that name, trust policy and external id are right: elsewhere it works.',
    doesNotProve:
      'Why. Likely are policies of the organization that deny regions, STS that is not activated there, or a region that the account has not enabled.',
    remedy: [
      'See IAM, Account settings, Security Token Service: are the endpoints of these regions active?',
      'Ask the organization’s administrators whether service control policies or resource control policies deny these regions.',
      'If Datadog need not see them: exclude them on the AWS integration page, tab General.',
    ],
  },
  scp_explicit_deny: SCP,
  scp_implicit_deny: SCP,
  rcp_explicit_deny: {
    proves: 'That a resource control policy of the organization refuses this call to the account’s resource.',
    doesNotProve:
      'That it refuses Datadog, too: it may tell callers apart (aws:PrincipalOrgID, aws:PrincipalAccount). It binds callers from outside, Datadog among them, unless it spares them.',
    remedy: [
      'Have the organization’s administrators exempt Datadog’s account in the denying statement: StringNotEqualsIfExists aws:PrincipalAccount.',
      VALIDATE,
    ],
  },
  declarative_policy_default_message: {
    proves:
      'That a declarative policy of the organization forbids this setting or call to everybody in the account.',
    doesNotProve: 'That Datadog’s reads are refused: such policies are about settings of services.',
    remedy: [
      'Ask the organization’s administrators which declarative policy it is, and whether it is meant.',
    ],
  },
  identity_policy_explicit_deny: IDENTITY_POLICY(true),
  identity_policy_implicit_deny: IDENTITY_POLICY(false),
  permissions_boundary_explicit_deny: BOUNDARY,
  permissions_boundary_implicit_deny: BOUNDARY,
  session_policy_explicit_deny: SESSION_POLICY,
  session_policy_implicit_deny: SESSION_POLICY,
  resource_policy_explicit_deny: RESOURCE_POLICY,
  resource_policy_implicit_deny: RESOURCE_POLICY,
  vpce_explicit_deny: VPC_ENDPOINT,
  vpce_implicit_deny: VPC_ENDPOINT,
  expired_token: {
    proves: 'That the caller’s session is over.',
    doesNotProve: 'Anything of the role or of Datadog.',
    remedy: ['Sign in again (aws sso login, or whatever gave the credentials), and repeat the call.'],
  },
  identity_center_credentials_refused: {
    proves: 'That IAM Identity Center gives the caller no access to this account with this permission set.',
    doesNotProve: 'Anything of the role or of Datadog.',
    remedy: ['Compare sso_account_id and sso_role_name of the profile with what the start page offers.'],
  },
  invalid_role_arn: {
    proves: 'That what was sent as the role’s ARN is none.',
    doesNotProve: 'That there is no such role, or that it refuses anybody.',
    remedy: ['Write arn:<partition>:iam::<account id>:role/<path and name>, without blanks.'],
  },
  invalid_token_or_region_not_enabled: {
    proves: 'That the credentials are not taken where the call went.',
    doesNotProve:
      'Whether that is for the credentials (deleted, of another partition, of STS’s global endpoint) or because the account has not enabled the region.',
    remedy: [
      'aws sts get-caller-identity --region us-east-1',
      'If that works, the region is likely not enabled: aws account get-region-opt-status --region-name <region>',
    ],
  },
  service_not_subscribed: {
    proves:
      'That the account may not use the service: it is not signed up for it, not verified yet, or blocked.',
    doesNotProve: 'That any policy refuses the call, or that anything is wrong with the role.',
    remedy: [
      'See the service in the console of the account; where Datadog need not see it, exclude it there.',
      'A new account is verified within hours; AWS Support says more.',
    ],
  },
  sts_region_not_activated: {
    proves:
      'That the account has deactivated STS in this region: nobody, Datadog included, can assume a role of it there.',
    doesNotProve: 'That anything is wrong with the role.',
    remedy: [
      'Activate it in the IAM console, Account settings, Security Token Service; or exclude the region in Datadog.',
    ],
  },
  role_chaining_duration: {
    proves: 'That a session of a role asked for another session of more than one hour.',
    doesNotProve: 'Anything of Datadog.',
    remedy: ['Ask for 3,600 seconds at most.'],
  },
  throttled: {
    proves: 'That there were too many calls at the time.',
    doesNotProve: 'That the call is refused: later it may be answered.',
    remedy: ['Try again later; if it stays, find in CloudTrail who makes so many calls.'],
  },
};
