import type { DeclaredResource, ResolvedDeclaration } from './deployment';
import { allAsSent } from './request';
import {
  type ResolvedTemplate,
  type ResourceValues,
  resolveTemplate,
  type Template,
  type TemplateContext,
} from './template';
import { referencesIn } from './template/references';

/** What stands behind a resource of a type. @throws Error for a type that the sandbox does not make, a function that is not there */
export type ProviderOf = (
  type: string,
  properties: ResolvedDeclaration['properties'],
) => ResolvedDeclaration['provider'];

/**
 * The resources of a template whose conditions hold, each resolved when it is its turn.
 *
 * @param made what is there by now, by logical id
 */
export function templateResources(
  template: Template,
  context: Omit<TemplateContext, 'resources'>,
  made: () => Readonly<Record<string, ResourceValues>>,
  providerOf: ProviderOf,
): DeclaredResource[] {
  const conditions = resolveTemplate(template, context);
  return Object.entries(template.Resources).flatMap(([logicalId, resource]) => {
    if (resource.Condition !== undefined && !conditions.condition(resource.Condition)) return [];
    const references = referencesIn(resource.Properties ?? {}, (name) => conditions.condition(name));
    const named = [resource.DependsOn ?? []].flat();
    return [
      {
        logicalId,
        type: resource.Type,
        dependsOn: [...new Set([...references, ...named])].filter((id) => id in template.Resources),
        deletionPolicy: resource.DeletionPolicy,
        updateReplacePolicy: resource.UpdateReplacePolicy,
        resolve: () =>
          resolved(resolveTemplate(template, { ...context, resources: made() }), logicalId, providerOf),
      },
    ];
  });
}

function resolved(
  template: ResolvedTemplate,
  logicalId: string,
  providerOf: ProviderOf,
): ResolvedDeclaration {
  const resource = template.resource(logicalId);
  if (resource === undefined) throw new Error(`the condition of ${logicalId} does not hold`);
  const properties = allAsSent(resource.properties);
  return { properties, provider: providerOf(resource.type, properties) };
}
