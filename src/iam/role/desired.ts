import { accountRootArn, awsManagedPolicyArn, roleArn } from '../../aws/arn';
import type { PermissionSets } from '../../datadog/permission-sets';
import type { AccountScope, IntegrationSpec, Owner } from '../../integration/spec';
import { leftOutActions, wantedPermissions } from '../../integration/wanted-permissions';
import type { PolicyDocument } from '../../policy/document';
import { documentFor, packActions } from '../../policy/pack';
import { MANAGED_POLICY_CHARACTERS } from '../../policy/quotas';
import { ownerTags } from '../ownership';
import { permissionsDocument } from './permissions-document';

/** Name of the role's inline policy, as Datadog's guide suggests it. */
export const INLINE_POLICY_NAME = 'DatadogIntegrationPolicy';

/** The IAM documents and settings that a spec calls for. */
export interface DesiredRole {
  readonly scope: AccountScope;
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly description: string;
  readonly maxSessionDurationSeconds: number;
  readonly permissionsBoundary: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly trustPolicy: PolicyDocument;
  readonly inlinePolicy: PolicyDocument;
  /** Documents of the managed policies that are made for this role. */
  readonly managedPolicies: readonly PolicyDocument[];
  /** What its spec leaves out of the permission set: in none of the documents above. */
  readonly leftOutActions: readonly string[];
  /** Managed policies of others (AWS's and the customer's) to be attached. */
  readonly attachedPolicyArns: readonly string[];
}

/** What a desired role depends on besides its spec. */
export interface DesiredContext {
  /** Null where no resource declares the role: then it need not carry a resource's tags. */
  readonly owner: Owner | null;
  readonly permissionSets: PermissionSets;
  /** ARNs of the roles that try the role for the self-test and the validation. */
  readonly selfTestPrincipals: readonly string[];
}

/** Derives the desired role: pure, and the only description of what a right role is. */
export function desiredRole(spec: IntegrationSpec, context: DesiredContext): DesiredRole {
  const permissions = wantedPermissions(spec, context.permissionSets);
  return {
    scope: { partition: spec.partition, accountId: spec.accountId },
    arn: roleArn(spec.partition, spec.accountId, spec.path, spec.roleName),
    name: spec.roleName,
    path: spec.path,
    description: spec.description,
    maxSessionDurationSeconds: spec.maxSessionDurationSeconds,
    permissionsBoundary: spec.permissionsBoundary,
    tags: { ...spec.tags, ...(context.owner === null ? {} : ownerTags(context.owner)) },
    trustPolicy: trustPolicy(spec, context.selfTestPrincipals),
    inlinePolicy: permissionsDocument(permissions.inlineActions, spec.regions),
    managedPolicies: packActions([...permissions.managedActions], {
      characters: MANAGED_POLICY_CHARACTERS,
    }).map(documentFor),
    leftOutActions: leftOutActions(spec, context.permissionSets),
    attachedPolicyArns: attachedPolicyArns(spec),
  };
}

/** What `ResourceCollection` attaches. */
export function securityAuditArn({ partition }: Pick<AccountScope, 'partition'>): string {
  return awsManagedPolicyArn(partition, 'SecurityAudit');
}

/** Managed policies of others that a spec attaches; known apart, as an Update compares it with the spec before. */
export function attachedPolicyArns(spec: IntegrationSpec): readonly string[] {
  const audit = spec.resourceCollection ? [securityAuditArn(spec)] : [];
  return [...new Set([...audit, ...spec.managedPolicyArns])];
}

/** Policies of others that have to exist: SecurityAudit too, though it is AWS's, for an organization may run without it. */
export function referencedPolicyArns(spec: IntegrationSpec): readonly string[] {
  const { permissionsBoundary } = spec;
  return [
    ...new Set([...attachedPolicyArns(spec), ...(permissionsBoundary === null ? [] : [permissionsBoundary])]),
  ];
}

/**
 * The document of https://docs.datadoghq.com/integrations/guide/aws-manual-setup/, and with a self-test a second
 * statement that lets exactly the given roles try it under the same external id.
 */
function trustPolicy(spec: IntegrationSpec, selfTestPrincipals: readonly string[]): PolicyDocument {
  const condition = { StringEquals: { 'sts:ExternalId': spec.externalId } };
  const datadog = {
    Sid: 'DatadogAssumeRole',
    Effect: 'Allow',
    Principal: { AWS: accountRootArn(spec.partition, spec.datadogAccountId) },
    Action: 'sts:AssumeRole',
    Condition: condition,
  } as const;
  const [first, ...others] = selfTestPrincipals;
  if (spec.selfTest === 'Off' || first === undefined) return { Version: '2012-10-17', Statement: [datadog] };
  const selfTest = {
    Sid: 'SelfTest',
    Effect: 'Allow',
    Principal: { AWS: others.length === 0 ? first : [...selfTestPrincipals] },
    Action: 'sts:AssumeRole',
    Condition: condition,
  } as const;
  return { Version: '2012-10-17', Statement: [datadog, selfTest] };
}
