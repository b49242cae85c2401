import { randomUUID } from 'node:crypto';
import { AwsError } from './aws-error';
import type { Conversation, Ending } from './conversation';
import { errorOf } from './faults';
import type { HttpAnswer, HttpRequest } from './http';
import { RawAnswer } from './raw-answer';
import { type Recognised, recognise, speaksJson, unknownOperation } from './recognise';
import type { Answer } from './service';
import { writeJson, writeJsonError } from './wire/json';
import { faultOf, writeError, writeRestXml, writeRestXmlError, writeResult } from './wire/xml';
import { callerOf, work } from './work';
import type { World } from './world';

type Work = { readonly result: Answer } | AwsError;

/** A call of AWS's; or, for a request that cannot be read, AWS's answer to that. */
export function awsConversation(world: World, request: HttpRequest): Conversation | HttpAnswer {
  let asked: Recognised;
  try {
    asked = recognise(request);
  } catch (error) {
    return answer(request, undefined, asAwsError(error));
  }
  const { service } = asked;
  const caller = callerOf(world, asked.accessKeyId);
  const facts = {
    service: asked.serviceName,
    operation: asked.operationName,
    region: asked.region,
    account: caller?.accountId ?? '',
    principalArn: caller?.arn ?? '',
    parameters: asked.parameters.values,
    write: asked.operation?.write ?? false,
  };
  const ending = (done: Work): Ending => ({
    result: done instanceof AwsError ? done.code : 'ok',
    answer: answer(request, asked, done),
  });
  return {
    facts,
    work: async () => ending(await attempt(() => doWork(world, asked, caller, request))),
    struckBy: (effect) => {
      const error = errorOf(effect, facts, service);
      return error && ending(error);
    },
  };
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
