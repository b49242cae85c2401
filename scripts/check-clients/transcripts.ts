import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../test/sandbox';
import { runProgram } from '../../test/support/run-program';
import { isAsShown, type TranscriptStep, transcriptOf } from '../../test/support/transcript';
import { type ClientPlace, CUSTOMER, clientEnvironment } from '../counted-checks/client-environment';
import type { Tally } from '../counted-checks/tally';

/** Pages that show shell sessions with the AWS CLI. */
const README = 'README.md';
const PAGES = [
  README,
  ...['deploying', 'upgrading', 'uninstalling', 'moving-over', 'troubleshooting'].map(
    (page) => `docs/${page}.md`,
  ),
];
/** What the commands find where they run. */
const FILES = ['dist', 'examples/template', join('test', 'cases', 'releases')];
/** A session has a dozen commands, each of which starts a Python. */
const LIMIT_MS = 600_000;
const MARK = '--- next command ---';

/**
 * Runs the sessions of each page in one shell, with the real AWS CLI, against a sandbox in which there is nothing yet; each command has
 * to print what the page shows.
 */
export async function checkTranscripts(region: string, tally: Tally): Promise<void> {
  for (const page of PAGES) {
    const folder = await mkdtemp(join(tmpdir(), 'transcript-'));
    const sandbox = await startSandbox({ schedulesRun: false });
    try {
      for (const file of FILES) await cp(file, join(folder, file), { recursive: true });
      const steps = page === README ? deploymentOfReadme() : transcriptOf(readFileSync(page, 'utf8'));
      const printed = await runAll(folder, steps, { endpoint: sandbox.endpoint, region, externalId: '' });
      for (const [index, { command, output }] of steps.entries()) {
        const found = printed[index] ?? 'nothing: the shell has ended';
        tally.check(`${page}: ${command.split('\n')[0]}`, isAsShown(found, output), found);
      }
    } finally {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** What stands in the README for values of the reader's own. */
const PLACEHOLDERS = {
  'YOUR-BUCKET': 'templates-of-the-reader',
  'YOUR-EXTERNAL-ID': '0f9bb8a3d2c14c6e9a7b5d1e3f2a4c6d',
  'ON-CALL@EXAMPLE.COM': 'on-call@example.org',
} as const;

/** The README's deployment, with values of a reader, in a bucket that he has. */
function deploymentOfReadme(): TranscriptStep[] {
  const [, command = ''] =
    /^ {3}(aws cloudformation deploy (?:.*\\\n)*.*)$/m.exec(readFileSync(README, 'utf8')) ?? [];
  const filled = Object.entries(PLACEHOLDERS).reduce(
    (text, [name, value]) => text.replaceAll(name, value),
    command,
  );
  return [
    { command: `aws s3 mb s3://${PLACEHOLDERS['YOUR-BUCKET']}`, output: 'make_bucket: …' },
    { command: filled, output: '…\nSuccessfully created/updated stack - datadog\n' },
  ];
}

/** What each command printed. */
async function runAll(
  folder: string,
  steps: readonly TranscriptStep[],
  place: ClientPlace,
): Promise<string[]> {
  const commands = steps.map(({ command }) => `${command}\necho '${MARK}'`);
  const script = [`exec 2>&1; cd '${folder}'`, ...commands].join('\n');
  const { stdout } = await runProgram('bash', ['-c', script], clientEnvironment(place, CUSTOMER), {
    limitMs: LIMIT_MS,
  });
  return withoutProgress(stdout).split(`${MARK}\n`).slice(0, -1);
}

/** Without lines that a terminal writes over. */
function withoutProgress(text: string): string {
  return text.replaceAll(/^.*\r/gm, '');
}
