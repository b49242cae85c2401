import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CustomResourceRequest } from './request';
import type { ReadResponse } from './response';
import type { AwaitedReply, ResponseEndpoint } from './response-endpoint';

/** What stands behind a ServiceToken: a Lambda function. */
export interface Provider {
  readonly arn: string;
  /** Why CloudFormation cannot call it, if it cannot. */
  refusal?(): Promise<string | undefined>;
  /** Resolves when the event is dealt with, retries included, however that ended. */
  invoke(event: CustomResourceRequest, options: { readonly asynchronous: true }): Promise<unknown>;
}

/** Delivers each event a second time: when the first delivery is through, or at the same time. */
export type Duplicate = 'after' | 'concurrent';

export type RequestDraft = Omit<CustomResourceRequest, 'ResponseURL' | 'RequestId'>;

export interface DeliveryOptions {
  readonly provider: Provider;
  readonly region: string;
  /** When the event is sent, in milliseconds since the epoch. */
  readonly now: number;
  /** Real milliseconds to wait for the reply; null to wait until the function has ended. */
  readonly timeoutMs: number | null;
  /** Aborts when the resource is cancelled because another one failed. */
  readonly cancelled?: AbortSignal | undefined;
  readonly duplicate?: Duplicate | undefined;
  /** Says of an event whether it is kept from the function. */
  readonly holdsBack?: ((request: CustomResourceRequest) => boolean) | undefined;
}

export type DeliveryResult =
  | { readonly kind: 'answered'; readonly response: ReadResponse }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'no reply' };

export interface Delivery {
  readonly request: CustomResourceRequest;
  /**
   * Settles when the reply came and the deliveries ended, or when CloudFormation stopped waiting. It does not sit
   * out the time-out once no delivery is left that could reply.
   */
  readonly result: Promise<DeliveryResult>;
  /** Settles when nothing of the event runs any more. */
  readonly ended: Promise<void>;
}

/** A killed function's last bytes may still be on their way through the loopback. */
const LAST_BYTES_MS = 10;

/** Sends one custom-resource event and waits for its reply. */
export function deliver(endpoint: ResponseEndpoint, draft: RequestDraft, options: DeliveryOptions): Delivery {
  const awaited = endpoint.expect({ ...draft, RequestId: randomUUID() }, options);
  const ended = runDeliveries(options, awaited.request);
  return { request: awaited.request, result: resultOf(awaited, ended, options), ended };
}

async function resultOf(
  awaited: AwaitedReply,
  ended: Promise<void>,
  { timeoutMs, cancelled }: DeliveryOptions,
): Promise<DeliveryResult> {
  const waiting = new AbortController();
  await Promise.race([
    ended.then(() => (awaited.isAnswered() ? undefined : sleep(LAST_BYTES_MS))),
    ...(timeoutMs === null
      ? []
      : [sleep(timeoutMs, undefined, { signal: waiting.signal }).catch(() => undefined)]),
    aborted(cancelled, waiting.signal),
  ]);
  waiting.abort();
  awaited.stopWaiting();
  if (awaited.isAnswered()) return { kind: 'answered', response: await awaited.reply };
  return cancelled?.aborted ? { kind: 'cancelled' } : { kind: 'no reply' };
}

async function runDeliveries(
  { provider, duplicate, holdsBack }: DeliveryOptions,
  request: CustomResourceRequest,
): Promise<void> {
  if (holdsBack?.(request)) return;
  const first = provider.invoke(request, { asynchronous: true });
  if (duplicate === 'after') await first;
  await Promise.all([
    first,
    duplicate === undefined ? undefined : provider.invoke(request, { asynchronous: true }),
  ]);
}

function aborted(signal: AbortSignal | undefined, until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true, signal: until });
  });
}
