'use strict';

/**
 * Makes time run `scale` times faster for the code loaded afterwards, so that a 30-second deadline passes in
 * real milliseconds: `Date`, `performance.now` and every timer a bundle can reach (globals, `node:timers`,
 * `node:timers/promises`, `AbortSignal.timeout`, a socket's own time-out). `process.hrtime` and what Node times
 * internally (keep-alive, fetch's limits) stay real: sockets keep working.
 */

const net = require('node:net');
const http = require('node:http');
const https = require('node:https');
const timers = require('node:timers');
const timersPromises = require('node:timers/promises');
const { promisify } = require('node:util');

// Node's own modules take the timers they find when they are first loaded: these must find the real ones.
void [http, https];

/** `originMs`: the real time, in milliseconds since the epoch, at which scaled and real time are the same. */
exports.scaleTime = (scale, originMs) => {
  scaleClocks(scale, originMs);
  scaleTimers(scale);
  scaleDeadlines(scale);
};

function scaleClocks(scale, originMs) {
  const RealDate = Date;
  const now = () => Math.floor(originMs + (RealDate.now() - originMs) * scale);
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
  const realPerformanceNow = performance.now.bind(performance);
  performance.now = () => realPerformanceNow() * scale;
}

function scaleTimers(scale) {
  const scaled =
    (start) =>
    (callback, delay = 0, ...args) =>
      start(callback, delay / scale, ...args);
  const { setTimeout: sleep, setInterval: tick } = timersPromises;
  timersPromises.setTimeout = (delay = 0, ...rest) => sleep(delay / scale, ...rest);
  timersPromises.setInterval = (delay = 0, ...rest) => tick(delay / scale, ...rest);

  timers.setTimeout = scaled(timers.setTimeout);
  timers.setTimeout[promisify.custom] = timersPromises.setTimeout;
  timers.setInterval = scaled(timers.setInterval);
  globalThis.setTimeout = timers.setTimeout;
  globalThis.setInterval = timers.setInterval;
}

function scaleDeadlines(scale) {
  const abortAfter = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (delay) => abortAfter(Math.ceil(delay / scale));
  const socketTimeout = net.Socket.prototype.setTimeout;
  net.Socket.prototype.setTimeout = function (delay, callback) {
    return socketTimeout.call(this, Math.ceil(delay / scale), callback);
  };
}
