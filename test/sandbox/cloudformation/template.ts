import type { TemplateValue } from './request';
import { NO_VALUE, type NoValue, resolve, resolveCondition, type Scope } from './template/intrinsics';
import { type ParameterDeclaration, parameterValues } from './template/parameters';
import { parseTemplateYaml, type TemplateNode } from './template/yaml';

/** A template as read, before it has parameters. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, ParameterDeclaration>>;
  readonly Conditions?: Readonly<Record<string, TemplateNode>>;
  readonly Mappings?: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, TemplateNode>>>>>
  >;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Description?: string;
  readonly Rules?: Readonly<Record<string, TemplateRule>>;
  readonly Outputs?: Readonly<Record<string, TemplateOutput>>;
  readonly Transform?: TemplateNode;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html */
interface TemplateRule {
  readonly RuleCondition?: TemplateNode;
  readonly Assertions: readonly { readonly Assert: TemplateNode; readonly AssertDescription?: string }[];
}

interface TemplateOutput {
  readonly Value: TemplateNode;
  readonly Condition?: string;
  readonly Description?: string;
  readonly Export?: { readonly Name: TemplateNode };
}

interface TemplateResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Properties?: Readonly<Record<string, TemplateNode>>;
}

/** What a resource of the stack gives the others. */
export interface ResourceValues {
  readonly ref?: string;
  readonly attributes?: Readonly<Record<string, TemplateValue>>;
}

export interface TemplateContext {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly stackName: string;
  readonly stackId: string;
  /** Values of resources that others refer to, by logical id. */
  readonly resources?: Readonly<Record<string, ResourceValues>>;
  /** What a stack of the region exports under a name. */
  readonly exported?: (name: string) => string | undefined;
}

export interface ResolvedResource {
  readonly type: string;
  readonly properties: Readonly<Record<string, TemplateValue>>;
}

/** A template with parameters: everything is resolved when it is asked for. */
export interface ResolvedTemplate {
  /** Undefined when the resource's condition is false. @throws Error when the template has no such resource. */
  resource(logicalId: string): ResolvedResource | undefined;
  condition(name: string): boolean;
  /** Those whose condition is true. */
  outputs(): Readonly<Record<string, TemplateValue>>;
  /** The names under which outputs are exported, by the outputs' own. */
  exportNames(): Readonly<Record<string, TemplateValue>>;
  /** What the template says against its parameters, with each rule that does not hold. */
  brokenRules(): readonly string[];
}

/** Domain suffixes by partition; https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html */
const URL_SUFFIXES: Readonly<Record<string, string>> = { 'aws-cn': 'amazonaws.com.cn' };
const URL_SUFFIX_DEFAULT = 'amazonaws.com';

/** Reads a template's text. @throws Error when it is no YAML, or needs a transform: the sandbox has none. */
export function readTemplate(text: string): Template {
  // The shape is CloudFormation's to check (cfn-lint does in CI); what is used wrongly fails where it is resolved.
  const template = parseTemplateYaml(text) as unknown as Template;
  if (template.Transform !== undefined) throw new Error('the sandbox runs no transforms');
  return template;
}

/** Resolves a template for one stack. @throws Error when a parameter is missing, unknown or not allowed. */
export function resolveTemplate(template: Template, context: TemplateContext): ResolvedTemplate {
  const scope = scopeOf(template, context);
  const included = ({ Condition: name }: { readonly Condition?: string }) =>
    name === undefined || scope.condition(name);
  return {
    resource: (logicalId) => {
      const resource = found(template.Resources, logicalId, 'resource');
      if (!included(resource)) return undefined;
      return {
        type: resource.Type,
        properties: Object.fromEntries(resolvedEntries(resource.Properties ?? {}, scope)),
      };
    },
    condition: scope.condition,
    outputs: () =>
      Object.fromEntries(
        Object.entries(template.Outputs ?? {})
          .filter(([, output]) => included(output))
          .flatMap(([name, output]) => resolvedEntries({ [name]: output.Value }, scope)),
      ),
    exportNames: () =>
      Object.fromEntries(
        Object.entries(template.Outputs ?? {})
          .filter(([, output]) => included(output))
          .flatMap(([name, { Export: exported }]) =>
            exported === undefined ? [] : resolvedEntries({ [name]: exported.Name }, scope),
          ),
      ),
    brokenRules: () =>
      Object.entries(template.Rules ?? {})
        .filter(([, { RuleCondition: when }]) => when === undefined || resolveCondition(when, scope))
        .flatMap(([name, { Assertions: assertions }]) =>
          assertions
            .filter(({ Assert: assertion }) => !resolveCondition(assertion, scope))
            .map(({ AssertDescription: text }) => text ?? name),
        ),
  };
}

function resolvedEntries(
  nodes: Readonly<Record<string, TemplateNode>>,
  scope: Scope,
): (readonly [string, TemplateValue])[] {
  return Object.entries(nodes).flatMap(([name, node]) => {
    const value = resolve(node, scope);
    return value === NO_VALUE ? [] : [[name, value] as const];
  });
}

function scopeOf(template: Template, context: TemplateContext): Scope {
  const resources = context.resources ?? {};
  const refs: Readonly<Record<string, TemplateValue | NoValue>> = {
    ...Object.fromEntries(
      Object.entries(resources).flatMap(([id, { ref }]) => (ref === undefined ? [] : [[id, ref]])),
    ),
    ...parameterValues(template.Parameters ?? {}, context.parameters ?? {}),
    ...pseudoParameters(context),
  };
  const scope: Scope = {
    ref: (name) => found(refs, name, 'value for Ref'),
    attribute: (logicalId, attribute) =>
      found(resources[logicalId]?.attributes ?? {}, attribute, `value for the attribute of ${logicalId}:`),
    imported: (name) => {
      const value = context.exported?.(name);
      // In CloudFormation's words: https://repost.aws/knowledge-center/cloudformation-stack-export-name-error
      if (value === undefined) throw new Error(`No export named ${name} found.`);
      return value;
    },
    condition: (name) => resolveCondition(found(template.Conditions ?? {}, name, 'condition'), scope),
    mapping: (map, key, attribute) =>
      found(
        found(found(template.Mappings ?? {}, map, 'mapping'), key, `key in mapping ${map}:`),
        attribute,
        `attribute in mapping ${map}.${key}:`,
      ),
  };
  return scope;
}

function pseudoParameters(context: TemplateContext): Readonly<Record<string, TemplateValue | NoValue>> {
  return {
    'AWS::Region': context.region,
    'AWS::AccountId': context.accountId,
    'AWS::Partition': context.partition,
    'AWS::StackName': context.stackName,
    'AWS::StackId': context.stackId,
    'AWS::URLSuffix': URL_SUFFIXES[context.partition] ?? URL_SUFFIX_DEFAULT,
    'AWS::NoValue': NO_VALUE,
  };
}

function found<T>(values: Readonly<Record<string, T>>, name: string, what: string): T {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) throw new Error(`no ${what} ${name} (known: ${Object.keys(values).join(', ')})`);
  return value;
}
