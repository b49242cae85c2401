import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PresignedUrlIdentity, presignedUrl } from './presigned-url';
import type { Misbehaviour, PutFault, ReceivedPut } from './put';
import type { CustomResourceRequest } from './request';
import { type ReadResponse, readResponse } from './response';
import { ACCESS_DENIED, answer, refusalOf } from './s3';

/** A request whose reply CloudFormation waits for. */
export interface AwaitedReply {
  readonly request: CustomResourceRequest;
  readonly reply: Promise<ReadResponse>;
  isAnswered(): boolean;
  /** From now on a PUT is late. */
  stopWaiting(): void;
}

/** Where and when a ResponseURL is made. */
export type UrlOrigin = Pick<PresignedUrlIdentity, 'region' | 'now'>;

export interface ResponseEndpoint {
  readonly puts: readonly ReceivedPut[];
  /** Makes a ResponseURL for a request and waits for what is put there. */
  expect(draft: Omit<CustomResourceRequest, 'ResponseURL'>, made: UrlOrigin): AwaitedReply;
  misbehave(misbehaviour: Misbehaviour | undefined): void;
  /** Refuses connections until the returned function is called. */
  refuseConnections(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

interface Target {
  readonly url: URL;
  readonly request: CustomResourceRequest;
  readonly resolve: (response: ReadResponse) => void;
  attempts: number;
  answered: boolean;
  waiting: boolean;
}

const LOOPBACK = '127.0.0.1';

/** Starts the HTTP server that plays the S3 bucket behind every ResponseURL. */
export async function startResponseEndpoint(): Promise<ResponseEndpoint> {
  const targets = new Map<string, Target>();
  const puts: ReceivedPut[] = [];
  let misbehaviour: Misbehaviour = () => undefined;
  const server = createServer((message, response) => {
    // A body cut off by a client that was killed is nothing to S3, and nothing to us.
    receive(message, response).catch(() => response.destroy());
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, LOOPBACK, resolve));
  const stopListening = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  // A server that listens on a TCP port has an address with a port.
  const { port } = server.address() as AddressInfo;
  const origin = `http://${LOOPBACK}:${port}`;

  async function receive(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = new URL(message.url ?? '/', origin);
    const target = targets.get(sent.pathname);
    if (target === undefined) {
      answer(response, ACCESS_DENIED);
      return;
    }
    const refusal = refusalOf(message, sent, target.url);
    if (refusal !== undefined) {
      record(target, { body: '', answered: refusal.status, meaning: 'not stored', fault: refusal.code });
      answer(response, refusal);
      return;
    }
    target.attempts += 1;
    await take(target, message, response, misbehaviour(target.request, target.attempts));
  }

  async function take(
    target: Target,
    message: IncomingMessage,
    response: ServerResponse,
    fault: PutFault | undefined,
  ): Promise<void> {
    const answered = statusUnder(fault);
    const body = fault?.kind === 'reset' && !fault.stored ? '' : await text(message);
    if (fault?.kind === 'slow') await sleep(fault.delayMs);
    if (isStoredUnder(fault)) store(target, body, answered);
    else record(target, { body, answered, meaning: 'not stored' });
    if (fault?.kind === 'reset') message.socket.destroy();
    // No answer: it only tells those who skip waits that none will come.
    else if (fault?.kind === 'hang') response.writeProcessing();
    else if (answered === 200) answer(response, { status: 200 });
    else if (answered !== undefined) answer(response, { status: answered, code: 'InternalError' });
  }

  function store(target: Target, body: string, answered: number | undefined): void {
    const read = readResponse(body, target.request);
    const meaning = target.answered ? 'duplicate' : target.waiting ? 'reply' : 'late';
    record(target, { body, answered, meaning, ...(read.valid ? {} : { fault: read.fault }) });
    if (meaning !== 'reply') return;
    target.answered = true;
    target.resolve(read);
  }

  function record({ request }: Target, put: Omit<ReceivedPut, 'time' | 'request'>): void {
    puts.push({ time: new Date(), request, ...put });
  }

  return {
    puts,
    expect: (draft, made) => {
      const { StackId: stackId, LogicalResourceId: logicalId, RequestId: requestId } = draft;
      const url = presignedUrl(origin, { stackId, logicalId, requestId, ...made });
      const request = { ...draft, ResponseURL: url.href };
      let resolve: Target['resolve'] = () => {};
      const reply = new Promise<ReadResponse>((done) => {
        resolve = done;
      });
      const target: Target = { url, request, resolve, attempts: 0, answered: false, waiting: true };
      targets.set(url.pathname, target);
      return {
        request,
        reply,
        isAnswered: () => target.answered,
        stopWaiting: () => {
          target.waiting = false;
        },
      };
    },
    misbehave: (next) => {
      misbehaviour = next ?? (() => undefined);
    },
    refuseConnections: async () => {
      await stopListening();
      return () => listen(port);
    },
    close: stopListening,
  };
}

function statusUnder(fault: PutFault | undefined): number | undefined {
  if (fault === undefined || fault.kind === 'slow') return 200;
  return fault.kind === 'status' ? fault.status : undefined;
}

function isStoredUnder(fault: PutFault | undefined): boolean {
  if (fault === undefined || fault.kind === 'slow') return true;
  return fault.kind === 'status' ? fault.status < 300 : fault.stored;
}
