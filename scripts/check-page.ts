import { reportPage } from '../src/report/html/report-page';
import type { Report } from '../src/report/report';
import failingReport from '../test/cases/failing-report.json';
import { HOSTILE_TEXTS } from '../test/support/hostile-texts';
import { reportWith } from '../test/support/reports';
import { isInstalled } from '../test/support/run-program';
import { measured } from './check-page/measured';
import { createTally } from './counted-checks/tally';
import { runMain } from './run-main';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome'];
const PHONE_PIXELS = 375;
const DESKTOP_PIXELS = 1_280;
/** What has no place to break a line at. */
const LONG = 'x'.repeat(300);

// Written by the validator.
const failing = failingReport.report as Report;
const PAGES: Readonly<Record<string, readonly Report[]>> = {
  healthy: [reportWith()],
  'failing, and with drift': [
    {
      ...failing,
      drift: [{ path: `trustPolicy.${LONG}`, kind: 'different', expected: { Sid: LONG }, actual: null }],
    },
  ],
  'several reports': [failing, reportWith({ roleName: LONG })],
  'texts without blanks': [
    reportWith({
      status: 'failing',
      roleName: LONG,
      roleArn: LONG,
      checks: failing.checks.map((check) => ({
        ...check,
        summary: LONG,
        evidence: [...HOSTILE_TEXTS, LONG],
      })),
      regions: failing.regions.map((region) => ({ ...region, message: LONG })),
    }),
  ],
};

/** Lays out the page of a report in a browser that others wrote: nothing is wider than the window, no name is broken. */
async function main(): Promise<void> {
  const tally = createTally((text) => process.stdout.write(text));
  const browser = await installedBrowser();
  if (browser === undefined) process.stdout.write(`left out: none of ${BROWSERS.join(', ')} is installed\n`);
  else
    for (const [name, reports] of Object.entries(PAGES))
      for (const pixels of [PHONE_PIXELS, DESKTOP_PIXELS]) {
        const { pagePixels, brokenNames } = await measured(browser, reportPage(reports), pixels);
        tally.check(`${name}: fits into ${pixels} pixels`, pagePixels <= pixels, `${pagePixels} pixels`);
        tally.check(
          `${name}: names of checks stand whole in ${pixels} pixels`,
          brokenNames.length === 0,
          brokenNames.join(', '),
        );
      }
  if (!tally.end()) process.exitCode = 1;
}

async function installedBrowser(): Promise<string | undefined> {
  for (const browser of BROWSERS) if (await isInstalled(browser, '--version')) return browser;
  return undefined;
}

runMain(main);
