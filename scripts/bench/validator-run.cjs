'use strict';

/**
 * Runs in a process of its own, without any loader: one run of the validator, as after a cold start. Argument: the
 * bundle. Its log is dropped; what is written are milliseconds, the most memory that the process ever had, and how many
 * integrations and regions have which status.
 */

const { readFileSync } = require('node:fs');

const [, , bundlePath] = process.argv;
const BYTES_PER_KILOBYTE = 1024;
/** As template.yaml has it. */
const FUNCTION_MS = 300_000;

const writeOut = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;

const startedAt = performance.now();
const { handler } = require(bundlePath);
handler({}, { getRemainingTimeInMillis: () => FUNCTION_MS }).then((reports) => {
  const milliseconds = performance.now() - startedAt;
  const regions = countByStatus(reports.flatMap((report) => report.regions));
  writeOut(
    JSON.stringify({ milliseconds, peakBytes: peakBytes(), reports: countByStatus(reports), regions }),
  );
});

function countByStatus(results) {
  const counts = {};
  for (const { status } of results) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Linux counts what the parent had when it forked into a process's `maxRSS`; its own high-water mark is in /proc. */
function peakBytes() {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return Number(kilobytes) * BYTES_PER_KILOBYTE;
  } catch {
    return process.resourceUsage().maxRSS * BYTES_PER_KILOBYTE;
  }
}
