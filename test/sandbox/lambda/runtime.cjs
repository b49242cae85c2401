'use strict';

/**
 * What runs inside an execution environment: loads the bundle once, then calls its handler for each event.
 * Plain CommonJS, because a worker thread sees neither jest's nor tsx's transforms.
 */

const { parentPort, workerData } = require('node:worker_threads');

const { bundlePath, timeScale, timeOriginMs, timeoutMs, context, frozen } = workerData;
const FROZEN = 1;

if (timeScale !== 1) require('./scaled-time.cjs').scaleTime(timeScale, timeOriginMs);
captureOutput(process.stdout);
captureOutput(process.stderr);

const { handler } = require(bundlePath);
if (typeof handler !== 'function') throw new TypeError(`${bundlePath} exports no function named handler`);

parentPort.on('message', async ({ awsRequestId, event }) => {
  const endsAt = Date.now() + timeoutMs;
  parentPort.postMessage({ type: 'started' });
  freeze(
    await run(event, {
      ...context,
      awsRequestId,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, endsAt - Date.now()),
    }),
  );
});

async function run(event, lambdaContext) {
  try {
    return { type: 'returned', payload: JSON.stringify(await handler(event, lambdaContext)) };
  } catch (error) {
    return { type: 'threw', error: describe(error) };
  }
}

/** Lambda stops the whole process between two invocations: what still runs goes on in the next one, if ever. */
function freeze(lastWords) {
  Atomics.store(frozen, 0, FROZEN);
  parentPort.postMessage(lastWords);
  Atomics.wait(frozen, 0, FROZEN);
}

function captureOutput(stream) {
  stream.write = (chunk, encoding, callback) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    parentPort.postMessage({ type: 'log', text });
    const done = typeof encoding === 'function' ? encoding : callback;
    if (done) process.nextTick(done);
    return true;
  };
}

function describe(error) {
  return error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack }
    : { name: 'Error', message: String(error) };
}
