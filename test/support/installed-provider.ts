import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateRoleCommand, type IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { type ResolvedTemplate, readTemplate, resolveTemplate } from '../sandbox/cloudformation/template';

const root = join(__dirname, '..', '..');

export const TEMPLATE_TEXT = readFileSync(join(root, 'template.yaml'), 'utf8');
export const BUNDLE_PATH = join(root, 'dist', 'custom-resource', 'index.js');
/** The bundles of the functions that the template declares, by their logical ids. */
export const BUNDLE_PATHS = {
  Provider: BUNDLE_PATH,
  Validator: join(root, 'dist', 'validator', 'index.js'),
} as const;

const IAM_ROLE = 'AWS::IAM::Role';

const template = readTemplate(TEMPLATE_TEXT);

export interface ProviderPlace {
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
}

/** The name of a resource of the account stack, which CloudFormation would make up. */
export function nameOf(logicalId: string, { region }: Pick<ProviderPlace, 'region'>): string {
  return `datadog-${logicalId}-${region}`;
}

/** Resolves template.yaml as CloudFormation does for a stack in this place. */
export function resolvedTemplate(
  place: ProviderPlace,
  parameters: Readonly<Record<string, string>>,
): ResolvedTemplate {
  return resolveTemplate(template, {
    ...place,
    parameters: { CodeBucket: 'code', ...parameters },
    stackName: 'datadog',
    stackId: 'of-the-provider',
    resources: Object.fromEntries(
      Object.keys(template.Resources).map((logicalId) => [logicalId, valuesOf(logicalId, place)]),
    ),
  });
}

function valuesOf(logicalId: string, place: ProviderPlace) {
  const { partition, accountId, region } = place;
  const name = nameOf(logicalId, place);
  const at = (service: string, where: string, resource: string) =>
    `arn:${partition}:${service}:${where}:${accountId}:${resource}`;
  const arns: Readonly<Record<string, string>> = {
    [IAM_ROLE]: at('iam', '', `role/${name}`),
    'AWS::Lambda::Function': at('lambda', region, `function:${name}`),
    'AWS::Logs::LogGroup': at('logs', region, `log-group:${name}:*`),
  };
  const type = template.Resources[logicalId]?.Type ?? '';
  if (type === 'AWS::SNS::Topic') return { ref: at('sns', region, name) };
  const arn = arns[type];
  return { ref: name, ...(arn === undefined ? {} : { attributes: { Arn: arn } }) };
}

/** Installs the roles as the template declares them: what one lacks there, its function lacks here. */
export async function installRoles(
  iam: IAMClient,
  declared: ResolvedTemplate,
  place: ProviderPlace,
): Promise<void> {
  for (const [logicalId, { Type: type }] of Object.entries(template.Resources)) {
    const role = type === IAM_ROLE ? declared.resource(logicalId) : undefined;
    if (role !== undefined) await installRole(iam, nameOf(logicalId, place), role.properties);
  }
}

async function installRole(
  iam: IAMClient,
  roleName: string,
  properties: Readonly<Record<string, unknown>>,
): Promise<void> {
  const boundary = properties['PermissionsBoundary'];
  await iam.send(
    new CreateRoleCommand({
      RoleName: roleName,
      AssumeRolePolicyDocument: JSON.stringify(properties['AssumeRolePolicyDocument']),
      ...(boundary === undefined ? {} : { PermissionsBoundary: String(boundary) }),
    }),
  );
  for (const { name, document } of policiesIn(properties)) {
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: roleName,
        PolicyName: name,
        PolicyDocument: JSON.stringify(document),
      }),
    );
  }
}

export interface InlinePolicy {
  readonly name: string;
  readonly document: {
    readonly Statement: readonly { readonly Action: string | readonly string[] }[];
  };
}

/** The inline policies that the template gives a role. */
export function inlinePolicies(declared: ResolvedTemplate, logicalId: string): readonly InlinePolicy[] {
  return policiesIn(requiredResource(declared, logicalId).properties);
}

function policiesIn(properties: Readonly<Record<string, unknown>>): readonly InlinePolicy[] {
  return listOf(properties['Policies']).map((policy) => ({
    name: String(policy['PolicyName']),
    // IAM checks the document when it is installed.
    document: policy['PolicyDocument'] as InlinePolicy['document'],
  }));
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
