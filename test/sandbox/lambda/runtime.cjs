'use strict';

/**
 * What runs inside an execution environment: loads the bundle once, then calls its handler for each event.
 * Plain CommonJS, because a worker thread sees neither jest's nor tsx's transforms.
 */

const { readFileSync } = require('node:fs');
const { createRequire, wrap } = require('node:module');
const { dirname } = require('node:path');
const { Script } = require('node:vm');
const { parentPort, workerData } = require('node:worker_threads');

const { bundlePath, compiled, timeScale, sharedTime, timeOriginMs, timeoutMs, context, frozen } = workerData;
const skipsWaits = sharedTime !== undefined;
const FROZEN = 1;

const { catchUp, rest } = skipsWaits
  ? require('./skipped-time.cjs').skipWaits(process.env.AWS_ENDPOINT_URL, sharedTime, (sent) =>
      parentPort.postMessage({ type: 'waiting', sent }),
    )
  : { catchUp() {}, rest() {} };
if (!skipsWaits && timeScale !== 1) require('./scaled-time.cjs').scaleTime(timeScale, timeOriginMs);
captureOutput(process.stdout);
captureOutput(process.stderr);

const script = skipsWaits && compile(bundlePath);
const { handler } = script ? run(script) : require(bundlePath);
let isTold = !script || compiled !== undefined;
if (typeof handler !== 'function') throw new TypeError(`${bundlePath} exports no function named handler`);

parentPort.on('message', async ({ awsRequestId, invokedFunctionArn, event: given, text }) => {
  catchUp();
  const startedAt = Date.now();
  parentPort.postMessage({ type: 'started' });
  // Where waits are skipped, only this thread knows how late it is.
  const limit = skipsWaits && setTimeout(() => freeze({ type: 'timed out' }), timeoutMs);
  const event = text === undefined ? given : JSON.parse(text);
  const ending = await answer(event, {
    ...context,
    awsRequestId,
    invokedFunctionArn,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, startedAt + timeoutMs - Date.now()),
  });
  if (limit) clearTimeout(limit);
  if (!isTold) parentPort.postMessage({ type: 'compiled', code: script.createCachedData() });
  isTold = true;
  freeze({ ...ending, durationMs: Date.now() - startedAt });
});

/**
 * The bundle, from what an earlier environment has made of it: most of a cold start is compiling, and where waits take
 * no time, nearly all. A script that was compiled before cannot import (https://github.com/nodejs/corepack/issues/342),
 * so Node's own modules, the only ones that a bundle imports, are required instead.
 */
function compile(filename) {
  const source = readFileSync(filename, 'utf8').replaceAll(
    /\bimport\((["'])(node:[a-z_/]+)\1\)/g,
    'Promise.resolve(require("$2"))',
  );
  return new Script(wrap(source), { filename, cachedData: compiled });
}

/** As `require` does. */
function run(moduleScript) {
  const module = { exports: {} };
  const body = moduleScript.runInThisContext();
  body(module.exports, createRequire(bundlePath), module, bundlePath, dirname(bundlePath));
  return module.exports;
}

async function answer(event, lambdaContext) {
  try {
    return { type: 'returned', payload: JSON.stringify(await handler(event, lambdaContext)) };
  } catch (error) {
    return { type: 'threw', error: describe(error) };
  }
}

/** Lambda stops the whole process between two invocations: what still runs goes on in the next one, if ever. */
function freeze(lastWords) {
  rest();
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
