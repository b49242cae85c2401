import DEFAULT_LISTS from './permissions.json';

/** The IAM permissions for which Datadog asks, as it publishes them. */
export interface PermissionLists {
  readonly standard: readonly string[];
  /** In lists of which each fits one managed policy. */
  readonly resourceCollection: readonly (readonly string[])[];
}

/**
 * The policies of the documentation of 2025-11-07 and of the templates of 2026-03-10.
 * https://docs.datadoghq.com/integrations/amazon_web_services/#aws-iam-permissions
 */
export const PUBLISHED_LISTS: PermissionLists = DEFAULT_LISTS;

export type PermissionListName = 'all' | keyof PermissionLists;

/** A list in pieces, each fit for one managed policy. */
export function chunksOf(lists: PermissionLists, name: PermissionListName): readonly (readonly string[])[] {
  if (name === 'standard') return [lists.standard];
  if (name === 'resourceCollection') return lists.resourceCollection;
  return [lists.standard, ...lists.resourceCollection];
}
