import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwsError } from './aws-error';
import { errorOf, type FaultEffect, type FaultPlan } from './faults';
import type { HeldCalls } from './held-calls';
import type { CallFacts, WritableJournal } from './journal';
import { RawAnswer } from './raw-answer';
import { type HttpRequest, type Recognised, recognise, speaksJson, unknownOperation } from './recognise';
import type { Answer, Service } from './service';
import { writeJson, writeJsonError } from './wire/json';
import { faultOf, writeError, writeRestXml, writeRestXmlError, writeResult } from './wire/xml';
import { callerOf, work } from './work';
import type { World } from './world';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** What becomes of a connection: an answer, a break, or nothing at all. */
export type Outcome = HttpAnswer | 'drop' | 'hang';

export interface Surroundings {
  readonly world: World;
  readonly faults: FaultPlan;
  readonly journal: WritableJournal;
  readonly heldCalls: HeldCalls;
}

type Work = { readonly result: Answer } | AwsError;

/**
 * Takes one request through the sandbox: recognised, journalled, struck by its faults, done, answered.
 *
 * @param onHeld called when a fault holds the request for longer than work takes
 */
export async function exchange(
  surroundings: Surroundings,
  request: HttpRequest,
  onHeld: () => void,
): Promise<Outcome> {
  const { world, faults, journal, heldCalls } = surroundings;
  let asked: Recognised;
  try {
    asked = recognise(request);
  } catch (error) {
    return answer(request, undefined, asAwsError(error));
  }
  const caller = callerOf(world, asked.accessKeyId);
  const facts: CallFacts = {
    service: asked.serviceName,
    operation: asked.operationName,
    region: asked.region,
    account: caller?.accountId ?? '',
    principalArn: caller?.arn ?? '',
    parameters: asked.parameters.values,
    write: asked.operation?.write ?? false,
  };
  const end = journal.begin(facts);
  const effects = faults.strike(facts);
  const { latencyMs, holdsCalls } = world.settings;
  if (latencyMs > 0) await sleep(latencyMs);
  if (holdsCalls) await heldCalls.arrive();

  const before = await applyBefore(effects, facts, asked.service, onHeld);
  if (before === 'hang') return before;
  if (before === 'drop') {
    end('ConnectionDropped');
    return before;
  }
  const done = before ?? (await attempt(() => doWork(world, asked, caller, request)));
  for (const effect of effects)
    if (effect.type === 'run' && effect.when === 'after') await unlessHeld(() => effect.run(facts), onHeld);
  end(done instanceof AwsError ? done.code : 'ok');
  return effects.some(({ type }) => type === 'dropAfter') ? 'drop' : answer(request, asked, done);
}

async function applyBefore(
  effects: readonly FaultEffect[],
  call: CallFacts,
  service: Service | undefined,
  onHeld: () => void,
): Promise<AwsError | 'drop' | 'hang' | undefined> {
  for (const effect of effects) {
    if (effect.type === 'delay') await sleep(effect.ms);
    if (effect.type === 'run' && effect.when === 'before') await unlessHeld(() => effect.run(call), onHeld);
    if (effect.type === 'dropBefore') return 'drop';
    if (effect.type === 'hang') return 'hang';
    const error = errorOf(effect, call, service);
    if (error !== undefined) return error;
  }
  return undefined;
}

/** In real time: longer than whatever only looks or kills. */
const HELD_AFTER_MS = 30;

async function unlessHeld(run: () => unknown, onHeld: () => void): Promise<void> {
  const timer = setTimeout(onHeld, HELD_AFTER_MS);
  try {
    await run();
  } finally {
    clearTimeout(timer);
  }
}

function doWork(
  world: World,
  asked: Recognised,
  caller: ReturnType<typeof callerOf>,
  request: HttpRequest,
): Answer | Promise<Answer> {
  const { accessKeyId, service, operation } = asked;
  if (accessKeyId === undefined) {
    throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
  }
  if (service === undefined || operation === undefined) throw unknownOperation(asked, speaksJson(request));
  return work(world, asked, service, operation, caller);
}

async function attempt(task: () => Answer | Promise<Answer>): Promise<Work> {
  try {
    return { result: await task() };
  } catch (error) {
    return asAwsError(error);
  }
}

/** A fault of the sandbox itself is answered too, and says so. */
function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new AwsError('InternalFailure', `The sandbox itself failed: ${text}`, 500);
}

function answer(request: HttpRequest, asked: Recognised | undefined, done: Work): HttpAnswer {
  const requestId = randomUUID();
  const headers = { 'x-amzn-requestid': requestId, 'x-amz-request-id': requestId };
  if (done instanceof AwsError) return refusal(request, asked, done, headers);
  const { result } = done;
  if (result instanceof RawAnswer)
    return { status: result.status, headers: { ...headers, ...result.headers }, body: result.body };
  const contentType = contentTypeOf(request, asked);
  const body = contentType.includes('json')
    ? writeJson(result)
    : isRestXml(asked)
      ? writeRestXml(asked?.operationName ?? '', asked?.service?.namespace ?? '', result)
      : writeResult(asked?.operationName ?? '', asked?.service?.namespace ?? '', result, requestId);
  return { status: 200, headers: { 'content-type': contentType, ...headers }, body };
}

function refusal(
  request: HttpRequest,
  asked: Recognised | undefined,
  error: AwsError,
  headers: Readonly<Record<string, string>>,
): HttpAnswer {
  const { status, code } = error;
  const contentType = contentTypeOf(request, asked);
  const inHeaders = { 'x-amzn-errortype': code, 'x-amzn-query-error': `${code};${faultOf(error)}` };
  if (contentType.includes('json'))
    return {
      status,
      headers: { 'content-type': contentType, ...headers, ...inHeaders },
      body: writeJsonError(error),
    };
  const requestId = headers['x-amzn-requestid'] ?? '';
  const body = isRestXml(asked)
    ? writeRestXmlError(error, requestId)
    : writeError(error, asked?.service?.namespace ?? '', requestId);
  // Of a HEAD, whose answer has no body, clients take the status for the code.
  return {
    status,
    headers: { 'content-type': contentType, ...headers },
    body: request.method === 'HEAD' ? '' : body,
  };
}

function isRestXml(asked: Recognised | undefined): boolean {
  return asked?.service?.protocol === 'rest-xml';
}

function contentTypeOf(request: HttpRequest, asked: Recognised | undefined): string {
  if (asked?.service?.protocol === 'rest-json') return 'application/json';
  // Of S3, the request's type is that of an object.
  if (isRestXml(asked)) return 'application/xml';
  return speaksJson(request) ? (request.headers['content-type'] ?? 'application/json') : 'text/xml';
}
