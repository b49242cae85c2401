'use strict';

/**
 * Makes waits take no time for the code loaded afterwards: whenever it waits for nothing but a timer, the clock jumps to
 * that timer. While it computes, or while a request has no answer yet, its clock stands still: so nothing of what a
 * function does depends on how busy the machine is. A request that will never be answered is waited for no longer: the
 * sandbox says so with the interim status 102, which clients pass over. One that is held until something has happened elsewhere
 * (103) keeps its own clock still, and nobody else's. Covers `Date`, `performance.now` and the timers a bundle
 * can reach (globals, `node:timers`, `node:timers/promises`, `AbortSignal.timeout`); a socket's own time-out stays real.
 */

const diagnostics = require('node:diagnostics_channel');
const http = require('node:http');
const https = require('node:https');
const timers = require('node:timers');
const timersPromises = require('node:timers/promises');
const { promisify } = require('node:util');
const { sharedTime } = require('./shared-time.cjs');

// Node's own modules take the timers they find when they are first loaded: these must find the real ones.
void [http, https];

const real = { setTimeout, clearTimeout, setImmediate, now: Date.now };
const BUSY_POLL_MS = 1;
/** Real time after which an answer is taken for one that will not come, though nobody said so. */
const PATIENCE_MS = 20_000;
/** https://www.rfc-editor.org/rfc/rfc2518#section-10.1 */
const PROCESSING = 102;
/** https://www.rfc-editor.org/rfc/rfc8297#section-2 */
const EARLY_HINTS = 103;
/** What a thread that does nothing has open all the same; everything else (files, names being resolved) is work. */
const IDLE_RESOURCES = new Set([
  'MessagePort',
  'TCPSocketWrap',
  'TCPServerWrap',
  'TLSWrap',
  'PipeWrap',
  'TTYWrap',
  'Timeout',
]);

/**
 * @param shared the time that it has in common with the other functions, and its slot there
 * @param onWaiting told, whenever answers are all that is waited for, how many calls have been sent to `endpoint` since
 *   the event began
 * @returns functions to be called before each event and after it: between two of them time passes as it does
 */
exports.skipWaits = (endpoint, shared, onWaiting) => {
  const clock = createClock(endpoint, sharedTime(shared.buffer, shared.slot, real.now), onWaiting);
  clock.catchUp();
  replaceClocks(clock);
  replaceTimers(clock);
  return { catchUp: clock.catchUp, rest: clock.rest };
};

function createClock(endpoint, time, onWaiting) {
  let lastId = 0;
  let looking = false;
  let alarm;
  const waiting = new Map();
  const unanswered = new Set();
  const held = new Set();
  const awsHost = endpoint && new URL(endpoint).host;
  let sent = 0;

  const asked = (request, host) => {
    unanswered.add(request);
    if (host === awsHost) sent += 1;
    lookSoon();
  };
  const informed = (request, statusCode) => {
    if (statusCode === PROCESSING) unanswered.delete(request);
    if (statusCode === EARLY_HINTS) held.add(request);
    lookSoon();
  };
  const ended = (request) => {
    unanswered.delete(request);
    held.delete(request);
    lookSoon();
  };
  diagnostics.subscribe('http.client.request.start', ({ request }) => {
    asked(request, request.getHeader('host'));
    request.once('information', ({ statusCode }) => informed(request, statusCode));
    request.once('close', () => ended(request));
  });
  // Of `fetch`: https://github.com/nodejs/undici/blob/main/docs/docs/api/DiagnosticsChannel.md
  diagnostics.subscribe('undici:request:create', ({ request }) =>
    asked(request, new URL(request.origin).host),
  );
  diagnostics.subscribe('undici:request:headers', ({ request, response }) =>
    informed(request, response.statusCode),
  );
  diagnostics.subscribe('undici:request:trailers', ({ request }) => ended(request));
  diagnostics.subscribe('undici:request:error', ({ request }) => ended(request));

  const { now } = time;

  function catchUp() {
    time.begin();
    sent = 0;
  }

  function lookSoon() {
    if (looking) return;
    looking = true;
    // Twice: what the first round sets off may itself be put off to the next.
    real.setImmediate(() => real.setImmediate(look));
  }

  function look() {
    looking = false;
    real.clearTimeout(alarm);
    if (fireDue()) return lookSoon();
    if (waiting.size === 0) return;
    time.work();
    if (isBusy()) return lookAfter(BUSY_POLL_MS);
    if (unanswered.size > 0) onWaiting(sent);
    if (unanswered.size > 0 && unanswered.size === held.size) return time.rest();
    if (unanswered.size > 0) return lookAfter(PATIENCE_MS, () => unanswered.clear());
    if (!time.skipTo(earliest().dueAt)) return lookAfter(BUSY_POLL_MS);
    lookSoon();
  }

  function lookAfter(ms, before = () => {}) {
    alarm = real.setTimeout(() => {
      before();
      lookSoon();
    }, ms);
  }

  function fireDue() {
    const due = [...waiting.values()].filter(({ dueAt }) => dueAt <= now());
    due.sort((one, other) => one.dueAt - other.dueAt || one.id - other.id);
    for (const timer of due.slice(0, 1)) timer.fire();
    return due.length > 0;
  }

  function earliest() {
    return [...waiting.values()].reduce((one, other) => (other.dueAt < one.dueAt ? other : one));
  }

  function start(callback, delayMs, args, repeats) {
    // In whole milliseconds, as Node's own timers are.
    const delay = Math.max(1, Math.ceil(Number(delayMs) || 0));
    lastId += 1;
    const timer = {
      id: lastId,
      dueAt: now() + delay,
      fire() {
        if (repeats) timer.dueAt = now() + delay;
        else waiting.delete(timer.id);
        callback(...args);
      },
      ref: () => timer,
      unref: () => timer,
      hasRef: () => true,
      refresh() {
        timer.dueAt = now() + delay;
        waiting.set(timer.id, timer);
        return timer;
      },
      close: () => stop(timer),
      [Symbol.toPrimitive]: () => timer.id,
    };
    waiting.set(timer.id, timer);
    lookSoon();
    return timer;
  }

  function stop(timer) {
    if (timer !== undefined && timer !== null) waiting.delete(Number(timer));
  }

  return { now, catchUp, rest: time.rest, start, stop };
}

function isBusy() {
  return process.getActiveResourcesInfo().some((resource) => !IDLE_RESOURCES.has(resource));
}

function replaceClocks({ now }) {
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
  const startedAt = now();
  performance.now = () => now() - startedAt;
}

function replaceTimers({ start, stop }) {
  const later =
    (repeats) =>
    (callback, delay, ...args) =>
      start(callback, delay, args, repeats);
  timersPromises.setTimeout = (delay, value, { signal } = {}) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const timer = start(() => resolve(value), delay, [], false);
      signal?.addEventListener('abort', () => {
        stop(timer);
        reject(signal.reason);
      });
    });
  timers.setTimeout = later(false);
  timers.setTimeout[promisify.custom] = timersPromises.setTimeout;
  timers.setInterval = later(true);
  timers.clearTimeout = stop;
  timers.clearInterval = stop;
  for (const name of ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'])
    globalThis[name] = timers[name];
  AbortSignal.timeout = (delay) => {
    const controller = new AbortController();
    const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    start(() => controller.abort(reason), delay, [], false);
    return controller.signal;
  };
}
