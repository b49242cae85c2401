'use strict';

/**
 * Runs in a process of its own, without any loader: one run of the validator, as after a cold start. Argument: the
 * bundle. Its log is dropped; what is written are milliseconds and the most memory that the process ever had.
 */

const { readFileSync } = require('node:fs');

const [, , bundlePath] = process.argv;
const BYTES_PER_KILOBYTE = 1024;

const writeOut = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;

const startedAt = performance.now();
const { handler } = require(bundlePath);
handler({}, { getRemainingTimeInMillis: () => 120_000 }).then((reports) => {
  const milliseconds = performance.now() - startedAt;
  writeOut(JSON.stringify({ milliseconds, peakBytes: peakBytes(), status: reports[0]?.status }));
});

/** Linux counts what the parent had when it forked into a process's `maxRSS`; its own high-water mark is in /proc. */
function peakBytes() {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return Number(kilobytes) * BYTES_PER_KILOBYTE;
  } catch {
    return process.resourceUsage().maxRSS * BYTES_PER_KILOBYTE;
  }
}
