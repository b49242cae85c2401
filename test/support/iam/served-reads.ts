import {
  GetAccountSummaryCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  type Tag,
} from '@aws-sdk/client-iam';
import { noSuchEntity } from './served-refusals';
import type { Serving } from './serving';

/** Answers reads with pages of one entry and documents that are URL-encoded, as IAM does. */
export function serveReads(served: Serving): void {
  const { iam } = served;
  iam.on(GetRoleCommand).callsFake(({ RoleName }) => {
    served.propagation -= 1;
    if (served.propagation >= 0) throw noSuchEntity();
    const { permissionsBoundary, tags, ...role } = served.roleNamed(RoleName);
    return {
      Role: {
        Arn: role.arn,
        RoleName: role.name,
        Path: role.path,
        RoleId: role.roleId,
        CreateDate: new Date(role.createdAt),
        Description: role.description,
        MaxSessionDuration: role.maxSessionDurationSeconds,
        AssumeRolePolicyDocument: encodeURIComponent(role.trustPolicy),
        ...(permissionsBoundary && {
          PermissionsBoundary: { PermissionsBoundaryArn: permissionsBoundary },
        }),
        Tags: tagList(tags),
      },
    };
  });
  iam.on(ListAttachedRolePoliciesCommand).callsFake(({ RoleName, Marker }) => {
    const [arns, more] = page(served.roleNamed(RoleName).attachedPolicyArns, Marker);
    return { AttachedPolicies: arns.map((PolicyArn) => ({ PolicyArn })), ...more };
  });
  iam.on(ListRolePoliciesCommand).callsFake(({ RoleName, Marker }) => {
    const [PolicyNames, more] = page(Object.keys(served.roleNamed(RoleName).inlinePolicies), Marker);
    return { PolicyNames, ...more };
  });
  iam.on(GetRolePolicyCommand).callsFake(({ RoleName, PolicyName }) => {
    const document = served.roleNamed(RoleName).inlinePolicies[PolicyName];
    if (document === undefined) throw noSuchEntity();
    return { PolicyDocument: encodeURIComponent(document) };
  });
  iam.on(ListInstanceProfilesForRoleCommand).callsFake(({ RoleName, Marker }) => {
    const [names, more] = page(served.roleNamed(RoleName).instanceProfiles, Marker);
    return { InstanceProfiles: names.map((InstanceProfileName) => ({ InstanceProfileName })), ...more };
  });
  iam.on(ListPoliciesCommand).callsFake(({ Scope, PathPrefix = '/', Marker }) => {
    if (Scope !== 'Local') throw new Error('reads too much');
    const within = Object.values(served.account.policies).filter(({ arn }) =>
      arn.includes(`:policy${PathPrefix}`),
    );
    const [policies, more] = page(within, Marker);
    return { Policies: policies.map(({ arn, versions }) => summary(arn, versions.at(-1)?.id)), ...more };
  });
  iam.on(GetPolicyCommand).callsFake(({ PolicyArn }) => {
    if (PolicyArn in served.account.library) return { Policy: summary(PolicyArn, 'v1') };
    const { tags, versions } = served.policyWith(PolicyArn);
    return { Policy: { ...summary(PolicyArn, versions.at(-1)?.id), Tags: tagList(tags) } };
  });
  iam.on(ListPolicyVersionsCommand).callsFake(({ PolicyArn, Marker }) => {
    const { versions } = served.policyWith(PolicyArn);
    const [listed, more] = page([...versions].reverse(), Marker);
    return {
      Versions: listed.map(({ id }) => ({ VersionId: id, IsDefaultVersion: id === versions.at(-1)?.id })),
      ...more,
    };
  });
  iam.on(GetPolicyVersionCommand).callsFake(({ PolicyArn, VersionId }) => {
    if (VersionId === undefined)
      throw Object.assign(new Error('null at versionId'), { name: 'ValidationError' });
    const version = served.policyWith(PolicyArn).versions.find(({ id }) => id === VersionId);
    if (version === undefined) throw noSuchEntity();
    return { PolicyVersion: { Document: encodeURIComponent(version.document) } };
  });
  iam.on(GetAccountSummaryCommand).callsFake(() => ({
    SummaryMap: {
      AttachedPoliciesPerRoleQuota: served.account.quotas.attachedPoliciesPerRole,
      AssumeRolePolicySizeQuota: served.account.quotas.trustPolicyCharacters,
      RolePolicySizeQuota: served.account.quotas.inlinePolicyCharactersPerRole,
      VersionsPerPolicyQuota: served.account.quotas.versionsPerPolicy,
    },
  }));
}

/** One entry a page, to see whether all pages are read. */
function page<T>(entries: readonly T[], marker = '0') {
  const next = Number(marker) + 1;
  const more = next < entries.length ? { IsTruncated: true, Marker: String(next) } : { IsTruncated: false };
  return [entries.slice(next - 1, next), more] as const;
}

function summary(Arn: string, DefaultVersionId: string | undefined) {
  return { Arn, PolicyName: Arn.split('/').at(-1), DefaultVersionId };
}

function tagList(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
