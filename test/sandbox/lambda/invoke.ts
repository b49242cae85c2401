import { RawAnswer } from '../raw-answer';
import type { Answer, Call, OperationTable } from '../service';
import type { Attempt } from './environment';
import { JsonText } from './environment';
import { functionPermission, requiredFunction } from './lookup';

const ACCEPTED = 202;
const NO_CONTENT = 204;
/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html: the last 4 KB of the log. */
const LOG_TAIL_BYTES = 4_096;

export const INVOCATION_OPERATIONS: OperationTable = {
  /** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
  Invoke: {
    write: true,
    permissions: (call) => [functionPermission(call, 'InvokeFunction')],
    run: invoke,
  },
};

async function invoke(call: Call): Promise<Answer> {
  const { world, parameters, body } = call;
  const { arn } = requiredFunction(call);
  const type = parameters.text('InvocationType') ?? 'RequestResponse';
  if (type === 'DryRun') return new RawAnswer('', {}, NO_CONTENT);
  const event = new JsonText(body.length === 0 ? '{}' : body.toString());
  const { functions } = world.machines;
  if (type === 'Event') {
    functions.invoke(arn, event, { asynchronous: true }).catch(() => undefined);
    return new RawAnswer('', {}, ACCEPTED);
  }
  const { attempts } = await functions.invoke(arn, event);
  const [attempt] = attempts;
  if (attempt === undefined) throw new Error('the sandbox is being stopped');
  return new RawAnswer(payloadOf(attempt), {
    'content-type': 'application/json',
    'x-amz-executed-version': '$LATEST',
    ...(attempt.outcome === 'returned' ? {} : { 'x-amz-function-error': 'Unhandled' }),
    ...(parameters.text('LogType') === 'Tail' ? { 'x-amz-log-result': tailOf(attempt.logs) } : {}),
  });
}

function payloadOf({ outcome, value, error }: Attempt): string {
  if (outcome === 'returned') return JSON.stringify(value ?? null);
  return JSON.stringify({ errorType: error?.name ?? 'Error', errorMessage: error?.message ?? outcome });
}

function tailOf(logs: readonly string[]): string {
  return Buffer.from(`${logs.join('\n')}\n`)
    .subarray(-LOG_TAIL_BYTES)
    .toString('base64');
}
