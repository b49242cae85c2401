import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTemplateYaml, type TemplateNode } from '../sandbox/cloudformation/template/yaml';
import { TEMPLATE_TEXT } from '../support/installed-provider';

/** Templates that find the provider of the account, and the logical id of the integration in each. */
export const TEMPLATES = ['template/import-value.yaml', 'template/ssm-parameter.yaml', 'sam/template.yaml'];
export const INTEGRATION = 'DatadogIntegration';

export interface Document {
  readonly Parameters: Readonly<Record<string, { readonly Type: string; readonly Default?: string }>>;
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, TemplateNode>> }>
  >;
  readonly Outputs: Readonly<Record<string, { readonly Export?: { readonly Name: TemplateNode } }>>;
}

/** A file of `examples/`. */
export function example(path: string): string {
  return readFileSync(join(__dirname, '..', '..', 'examples', path), 'utf8');
}

/** A template's text as plain JSON. */
export function documentOf(text: string): Document {
  // The shape is CloudFormation's to check: cfn-lint does.
  return parseTemplateYaml(text) as unknown as Document;
}

/** template.yaml, which brings the provider. */
export const ACCOUNT = documentOf(TEMPLATE_TEXT);

/** Names under which the stack of template.yaml publishes the provider's ARN: its export, and its SSM parameter. */
export const PUBLISHED = {
  export: ACCOUNT.Outputs['Provider']?.Export?.Name,
  parameter: Object.values(ACCOUNT.Resources).find(({ Type: type }) => type === 'AWS::SSM::Parameter')
    ?.Properties['Name'],
};

/** The arguments of an intrinsic function wherever it stands. */
export function argumentsOf(name: string, node: unknown): unknown[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => [
    ...(key === name ? [value] : []),
    ...argumentsOf(name, value),
  ]);
}
