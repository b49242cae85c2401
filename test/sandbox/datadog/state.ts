import { Identifiers } from './identifiers';
import { Organizations } from './organizations';
import { type PermissionLists, PUBLISHED_LISTS } from './permission-lists';

/** Everything that Datadog holds in a sandbox. */
export class DatadogState {
  readonly organizations = new Organizations();
  readonly identifiers = new Identifiers();
  permissionLists: PermissionLists = PUBLISHED_LISTS;
}
