import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLimiter } from '../../src/runtime/limiter';
import { startSandbox } from '../../test/sandbox';
import { runProgram } from '../../test/support/run-program';
import { isAsShown, type TranscriptStep, transcriptOf } from '../../test/support/transcript';
import { type ClientPlace, CUSTOMER, clientEnvironment } from '../counted-checks/client-environment';
import type { Tally } from '../counted-checks/tally';

/** Pages that show shell sessions with the AWS CLI. */
const README = 'README.md';
const PAGES = ['deploying', 'upgrading', 'uninstalling', 'moving-over', 'troubleshooting'].map(
  (page) => `docs/${page}.md`,
);
/** What the commands find where they run. */
const FILES = ['dist', 'examples/template', join('test', 'cases', 'releases')];
/** A session has a dozen commands, each of which starts a Python. */
const LIMIT_MS = 600_000;
const MARK = '--- next command ---';

/** An API key and an application key, as the sandbox takes them: README.md and docs/deploying.md say what lies in this file. */
const KEYS = { DD_API_KEY: '0123456789abcdef'.repeat(2), DD_APP_KEY: '0123456789'.repeat(4) };
const KEYS_FILE = 'keys.json';

interface Session {
  readonly name: string;
  readonly steps: readonly TranscriptStep[];
  /** Whether Datadog gets data when all is done: it has been told of the account. */
  readonly isRegistered?: boolean;
}

/** The CLI waits half a minute between two looks at a stack: meanwhile others have their turn. */
const SESSIONS_AT_ONCE = 3;

/**
 * Runs the sessions of each page in one shell, with the real AWS CLI, against a sandbox in which there is nothing yet; each command has
 * to print what the page shows.
 */
export async function checkTranscripts(region: string, tally: Tally): Promise<void> {
  const inTurn = createLimiter(SESSIONS_AT_ONCE);
  const sessions = [...deploymentsOfReadme(), ...PAGES.map(sessionOf)];
  await Promise.all(sessions.map((session) => inTurn(() => checkSession(session, region, tally))));
}

async function checkSession(
  { name, steps, isRegistered = false }: Session,
  region: string,
  tally: Tally,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'transcript-'));
  const sandbox = await startSandbox({ schedulesRun: false });
  try {
    for (const file of FILES) await cp(file, join(folder, file), { recursive: true });
    await writeFile(join(folder, KEYS_FILE), JSON.stringify(KEYS));
    const printed = await runAll(folder, steps, { endpoint: sandbox.endpoint, region, externalId: '' });
    for (const [index, { command, output }] of steps.entries()) {
      const found = printed[index] ?? 'nothing: the shell has ended';
      tally.check(`${name}: ${command.split('\n')[0]}`, isAsShown(found, output), found);
    }
    const visits = await sandbox.datadog.crawl();
    const hasData = visits.flatMap(({ regions }) => regions).some(({ data }) => data);
    if (isRegistered) tally.check(`${name}: Datadog gets data`, hasData, JSON.stringify(visits));
  } finally {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function sessionOf(page: string): Session {
  return { name: page, steps: transcriptOf(readFileSync(page, 'utf8')) };
}

/** What stands in the README for values of the reader's own. */
const PLACEHOLDERS = {
  'YOUR-BUCKET': 'templates-of-the-reader',
  'YOUR-EXTERNAL-ID': '0f9bb8a3d2c14c6e9a7b5d1e3f2a4c6d',
  'ON-CALL@EXAMPLE.COM': 'on-call@example.org',
} as const;

/** The README's two deployments, with values of a reader, in a bucket that he has. */
function deploymentsOfReadme(): readonly Session[] {
  const [, withKeys = '', byHand = ''] =
    /\n## Deploy\n(.*?)\n### Without keys\n(.*?)\n### /s.exec(readFileSync(README, 'utf8')) ?? [];
  return [
    { name: README, steps: deploymentIn(withKeys), isRegistered: true },
    { name: `${README}, without keys`, steps: deploymentIn(byHand) },
  ];
}

function deploymentIn(text: string): TranscriptStep[] {
  const commands = [...text.matchAll(/^ {3}((?:SECRET=.*\$\()?aws (?:.*\\\n)*.*)$/gm)].map(
    ([, command = '']) =>
      Object.entries(PLACEHOLDERS).reduce((filled, [name, value]) => filled.replaceAll(name, value), command),
  );
  return [
    { command: `aws s3 mb s3://${PLACEHOLDERS['YOUR-BUCKET']}`, output: 'make_bucket: …' },
    ...commands.map((command) => ({
      command,
      output: command.includes('cloudformation deploy')
        ? '…\nSuccessfully created/updated stack - datadog\n'
        : '',
    })),
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
