import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  type IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
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
const IAM_MANAGED_POLICY = 'AWS::IAM::ManagedPolicy';
const IAM_POLICY = 'AWS::IAM::Policy';

/** template.yaml. */
export const TEMPLATE = readTemplate(TEMPLATE_TEXT);

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
  return resolveTemplate(TEMPLATE, {
    ...place,
    parameters: { CodeBucket: 'code', ...parameters },
    stackName: 'datadog',
    stackId: 'of-the-provider',
    resources: Object.fromEntries(
      Object.keys(TEMPLATE.Resources).map((logicalId) => [logicalId, valuesOf(logicalId, place)]),
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
  const { Type: type = '', Properties: properties = {} } = TEMPLATE.Resources[logicalId] ?? {};
  if (type === 'AWS::SNS::Topic') return { ref: at('sns', region, name) };
  if (type === IAM_MANAGED_POLICY) return { ref: at('iam', '', `policy${properties['Path']}${name}`) };
  const arn = arns[type];
  return { ref: name, ...(arn === undefined ? {} : { attributes: { Arn: arn } }) };
}

/** Installs roles and their policies as the template declares them: what one lacks there, its function lacks here. */
export async function installRoles(
  iam: IAMClient,
  declared: ResolvedTemplate,
  place: ProviderPlace,
): Promise<void> {
  const ofType = (wanted: string) =>
    Object.entries(TEMPLATE.Resources).flatMap(([logicalId, { Type: type }]) => {
      const resource = type === wanted ? declared.resource(logicalId) : undefined;
      return resource === undefined
        ? []
        : [{ name: nameOf(logicalId, place), properties: resource.properties }];
    });
  for (const { name, properties } of ofType(IAM_MANAGED_POLICY))
    await iam.send(
      new CreatePolicyCommand({
        PolicyName: name,
        Path: String(properties['Path']),
        PolicyDocument: JSON.stringify(properties['PolicyDocument']),
      }),
    );
  for (const { name, properties } of ofType(IAM_ROLE)) await installRole(iam, name, properties);
  for (const { properties } of ofType(IAM_POLICY)) await installPolicy(iam, properties);
}

async function installPolicy(iam: IAMClient, properties: Readonly<Record<string, unknown>>): Promise<void> {
  for (const roleName of [properties['Roles']].flat())
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: String(roleName),
        PolicyName: String(properties['PolicyName']),
        PolicyDocument: JSON.stringify(properties['PolicyDocument']),
      }),
    );
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
    readonly Statement: readonly {
      readonly Sid?: string;
      readonly Effect: string;
      readonly Action: string | readonly string[];
      readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    }[];
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
