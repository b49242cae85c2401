import type { World } from '../world';
import type { AccountAttributes } from './account-attributes';
import { type AccountVisit, crawl } from './crawl';
import { type OrganizationView, viewOfOrganization } from './organization-view';
import { type PermissionLists, PUBLISHED_LISTS } from './permission-lists';
import type { DatadogState } from './state';

export type { AccountAttributes };

/** Datadog as tests see it, and drive it. */
export interface DatadogView {
  /**
   * An organization by its API key (32 hex digits), made at the first mention.
   *
   * @param options.site where it lives. Default: where it was first used, or datadoghq.com
   * @throws Error for a key that cannot be one, an unknown site, and an organization that lives on another
   */
  organization(apiKey: string, options?: { readonly site?: string }): OrganizationView;
  /**
   * Datadog comes: assumes every registered role in every registered region, and asks for metrics with the session, under the
   * policies that are in force. What is refused, `errors` of the deprecated v1 list says from then on.
   */
  crawl(): Promise<readonly AccountVisit[]>;
  /** Changes the IAM permissions that Datadog publishes. What is not given, is as it was published. */
  publishPermissions(lists: Partial<PermissionLists>): void;
}

export function viewOfDatadog(world: World, datadog: DatadogState): DatadogView {
  return {
    organization: (apiKey, { site } = {}) =>
      viewOfOrganization(world, datadog, datadog.organizations.named(apiKey, site)),
    crawl: () => crawl(world, datadog),
    publishPermissions: (lists) => {
      datadog.permissionLists = { ...PUBLISHED_LISTS, ...lists };
    },
  };
}
