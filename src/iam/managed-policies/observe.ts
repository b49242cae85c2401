import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  type IAMClient,
  type Policy,
  paginateListPolicies,
  paginateListPolicyVersions,
} from '@aws-sdk/client-iam';
import { allPages, type Call } from '../../aws/calls';
import { OWN_POLICY_PATH } from '../../integration/names';
import { allSettled } from '../../runtime/all-settled';
import { absentAsNull, tagsOf } from '../answers';
import type { ObservedPolicy } from '../role/observed';
import { isArnOfOwnPolicy, policyNumber } from './names';

export interface PoliciesRequest {
  readonly roleName: string;
  /** Policies known to have been made. */
  readonly knownArns: readonly string[];
  readonly attachments: Promise<readonly string[]>;
  /** Whether to look for names under other paths, too: IAM has no two policies of one name, whatever their paths. */
  readonly everyPath: boolean;
}

/**
 * The role's own policies: those that IAM lists, those that are known to have been made, and those that are attached to
 * the role; and the names of all others that were listed.
 */
export async function observePolicies(
  iam: IAMClient,
  call: Call,
  { roleName, knownArns, attachments, everyPath }: PoliciesRequest,
): Promise<{ readonly own: readonly ObservedPolicy[]; readonly takenNames: readonly string[] }> {
  const where = everyPath ? {} : { PathPrefix: OWN_POLICY_PATH };
  const listed = allPages(
    call,
    iam,
    (client) => paginateListPolicies({ client }, { Scope: 'Local', ...where }),
    (page) => page.Policies,
  );
  const [inList, attached] = await allSettled([listed, attachments]);
  const arns = [...inList.map((policy) => policy.Arn ?? ''), ...knownArns, ...attached];
  const own = [...new Set(arns)].filter((arn) => isArnOfOwnPolicy(roleName, arn));
  const policies = await allSettled(
    own.map((arn) =>
      observePolicy(
        iam,
        call,
        arn,
        inList.find((policy) => policy.Arn === arn),
      ),
    ),
  );
  return {
    own: policies.flat().sort((a, b) => policyNumber(a.name) - policyNumber(b.name)),
    takenNames: inList
      .filter(({ Arn = '' }) => !isArnOfOwnPolicy(roleName, Arn))
      .map(({ PolicyName = '' }) => PolicyName),
  };
}

/** Empty when there is no such policy (any more). The default version is read at once when the list told its id. */
async function observePolicy(
  iam: IAMClient,
  call: Call,
  arn: string,
  listed: Policy | undefined,
): Promise<readonly ObservedPolicy[]> {
  const known = getPolicy(iam, call, arn);
  const defaultVersionId = listed?.DefaultVersionId ?? (await known)?.DefaultVersionId;
  if (defaultVersionId === undefined) return [];
  const [policy, versions, content] = await allSettled([
    known,
    absentAsNull(
      allPages(
        call,
        iam,
        (client) => paginateListPolicyVersions({ client }, { PolicyArn: arn }),
        (page) => page.Versions,
      ),
    ),
    absentAsNull(
      call((options) =>
        iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: defaultVersionId }), options),
      ),
    ),
  ]);
  if (policy === null || versions === null || content === null) return [];
  const otherVersionIds = versions
    .filter((entry) => !entry.IsDefaultVersion)
    .map((entry) => entry.VersionId ?? '')
    .sort((a, b) => versionNumber(a) - versionNumber(b));
  const document = decodeURIComponent(content.PolicyVersion?.Document ?? '');
  return [{ arn, name: policy.PolicyName ?? '', tags: tagsOf(policy.Tags), document, otherVersionIds }];
}

/** Version ids are `v1`, `v2`, ... and are never used again. */
function versionNumber(versionId: string): number {
  return Number(versionId.slice(1));
}

/** The policy, or null when there is none. */
export async function getPolicy(iam: IAMClient, call: Call, arn: string): Promise<Policy | null> {
  const answer = await absentAsNull(
    call((options) => iam.send(new GetPolicyCommand({ PolicyArn: arn }), options)),
  );
  return answer?.Policy ?? null;
}
