import { type RetryContext, type RetryPolicy, retry } from '../runtime/retry';
import { conflict, freshPermissions, settledPermissions, throttling, transient } from './retry-policies';

/** What an SDK client's `send` and its paginators take as their last argument. */
export interface SendOptions {
  readonly abortSignal: AbortSignal;
}

/**
 * Runs one AWS request under the invocation's deadline: throttling, transient faults, conflicts and permissions
 * that have just been attached are waited out; `also` names what else is worth waiting for at this call.
 *
 * The permissions were attached before the invocation began, so that its first `freshPermissions.limitMs` are all that a denial may
 * be waited out for their sake, however many calls are denied.
 */
export type Call = <T>(
  request: (options: SendOptions) => Promise<T>,
  ...also: readonly RetryPolicy[]
) => Promise<T>;

export function createCall(context: RetryContext): Call {
  const options = { abortSignal: context.deadline.signal };
  const settledAt = context.clock.now() + freshPermissions.limitMs;
  return (request, ...also) => {
    const limitMs = Math.max(settledPermissions.limitMs, settledAt - context.clock.now());
    const permissions = [{ ...freshPermissions, limitMs }, settledPermissions];
    return retry(context, [...also, throttling, transient, conflict, ...permissions], () => request(options));
  };
}

/** What an SDK paginator asks its client for a page with. */
interface Sender {
  send(command: never, options: SendOptions): Promise<unknown>;
}

/**
 * Collects every page that an SDK paginator yields. Each page is a call of its own: what has to be waited out at one does not
 * begin the list anew.
 */
export async function allPages<Client extends Sender, Page, Item>(
  call: Call,
  client: Client,
  pages: (client: Client) => AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages(callingClient(client, call))) items.push(...(itemsOf(page) ?? []));
  return items;
}

/** The same client, which sends through `call`: paginators take nothing but a client of their service. */
function callingClient<Client extends Sender>(client: Client, call: Call): Client {
  const send = (command: never) => call((options) => client.send(command, options));
  return Object.create(client, { send: { value: send } });
}
