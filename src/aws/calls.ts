import { type RetryContext, type RetryPolicy, retry } from '../runtime/retry';
import { conflict, freshPermissions, throttling, transient } from './retry-policies';

/** What an SDK client's `send` and its paginators take as their last argument. */
export interface SendOptions {
  readonly abortSignal: AbortSignal;
}

/**
 * Runs one AWS request under the invocation's deadline: throttling, transient faults, conflicts and permissions
 * that have just been attached are waited out; `also` names what else is worth waiting for at this call.
 */
export type Call = <T>(
  request: (options: SendOptions) => Promise<T>,
  ...also: readonly RetryPolicy[]
) => Promise<T>;

export function createCall(context: RetryContext): Call {
  const options = { abortSignal: context.deadline.signal };
  return (request, ...also) =>
    retry(context, [...also, throttling, transient, conflict, freshPermissions], () => request(options));
}

/** Collects every page that an SDK paginator yields. */
export async function allPages<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}
