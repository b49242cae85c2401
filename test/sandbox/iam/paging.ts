import { pageOf } from '../paging';
import type { Call, ResultFields, ResultValue } from '../service';

const DEFAULT_MAX_ITEMS = 100;

/** One page of an IAM list as IAM answers it: the items under their name, IsTruncated and Marker. */
export function listPage<Item>(
  call: Call,
  name: string,
  items: readonly Item[],
  show: (item: Item) => ResultValue,
): ResultFields {
  const { parameters, world } = call;
  const size = Math.min(parameters.number('MaxItems') ?? DEFAULT_MAX_ITEMS, world.settings.pageSize);
  const marker = parameters.text('Marker');
  const page = pageOf(items, size, marker, () => parameters.refused(`Invalid Marker: ${marker}`));
  return { [name]: page.items.map(show), IsTruncated: page.next !== undefined, Marker: page.next };
}

/** What lies under the path prefix that the call asks for, sorted by name. */
export function underPath<Item extends { readonly path: string; readonly name: string }>(
  call: Call,
  items: Iterable<Item>,
): Item[] {
  const prefix = call.parameters.text('PathPrefix') ?? '/';
  return [...items]
    .filter(({ path }) => path.startsWith(prefix))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
