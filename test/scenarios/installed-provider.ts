import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateRoleCommand, type IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { type ResolvedTemplate, readTemplate, resolveTemplate } from '../sandbox/cloudformation/template';

const root = join(__dirname, '..', '..');

export const TEMPLATE_TEXT = readFileSync(join(root, 'template.yaml'), 'utf8');
export const BUNDLE_PATH = join(root, 'dist', 'custom-resource', 'index.js');

const template = readTemplate(TEMPLATE_TEXT);

export interface ProviderPlace {
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
  /** Name of the provider's role, which CloudFormation would make up. */
  readonly roleName: string;
}

/** Resolves template.yaml as CloudFormation does for a stack in this place. */
export function resolvedTemplate(
  place: ProviderPlace,
  parameters: Readonly<Record<string, string>>,
): ResolvedTemplate {
  const { partition, accountId, region, roleName } = place;
  const role = `arn:${partition}:iam::${accountId}:role/${roleName}`;
  const logs = `arn:${partition}:logs:${region}:${accountId}:log-group:provider:*`;
  return resolveTemplate(template, {
    parameters: { CodeBucket: 'code', ...parameters },
    accountId,
    partition,
    region,
    stackName: 'datadog',
    stackId: 'of-the-provider',
    resources: {
      ProviderRole: { ref: roleName, attributes: { Arn: role } },
      ProviderLogs: { ref: 'provider', attributes: { Arn: logs } },
      Provider: { ref: 'provider', attributes: { Arn: 'provider' } },
    },
  });
}

/** Installs the role as the template declares it: what it lacks there, the provider lacks here. */
export async function installProviderRole(
  iam: IAMClient,
  declared: ResolvedTemplate,
  roleName: string,
): Promise<void> {
  const { properties } = requiredResource(declared, 'ProviderRole');
  const boundary = properties['PermissionsBoundary'];
  await iam.send(
    new CreateRoleCommand({
      RoleName: roleName,
      AssumeRolePolicyDocument: JSON.stringify(properties['AssumeRolePolicyDocument']),
      ...(boundary === undefined ? {} : { PermissionsBoundary: String(boundary) }),
    }),
  );
  for (const policy of listOf(properties['Policies'])) {
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: roleName,
        PolicyName: String(policy['PolicyName']),
        PolicyDocument: JSON.stringify(policy['PolicyDocument']),
      }),
    );
  }
}

/** The environment variables that the template gives the provider's function. */
export function providerEnvironment(declared: ResolvedTemplate): Record<string, string> {
  const { Environment: environment } = requiredResource(declared, 'Provider').properties;
  const variables =
    isObject(environment) && isObject(environment['Variables']) ? environment['Variables'] : {};
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
}

export function requiredResource(declared: ResolvedTemplate, logicalId: string) {
  const resource = declared.resource(logicalId);
  if (resource === undefined) throw new Error(`template.yaml declares no ${logicalId}`);
  return resource;
}

function listOf(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
