import { execFile } from 'node:child_process';

/** What a program left behind. */
export interface Ended {
  /** 0 for success; -1 when the program could not be started. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const LIMIT_MS = 60_000;
const MAX_OUTPUT_BYTES = 2 ** 26;

/** Where and how long a program runs. */
export interface RunOptions {
  /** Default: where this process runs. */
  readonly folder?: string;
  /** Milliseconds after which it is ended. */
  readonly limitMs?: number;
}

/** Runs somebody else's program to its end. Never rejects. */
export function runProgram(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  { folder, limitMs = LIMIT_MS }: RunOptions = {},
): Promise<Ended> {
  const options = { env: environment, timeout: limitMs, cwd: folder, maxBuffer: MAX_OUTPUT_BYTES };
  return new Promise((resolve) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      const code = error?.code;
      resolve({ status: error === null ? 0 : typeof code === 'number' ? code : -1, stdout, stderr });
    });
  });
}

/** Whether a program is installed and answers to `args`. */
export async function isInstalled(command: string, ...args: readonly string[]): Promise<boolean> {
  return (await runProgram(command, args, process.env)).status === 0;
}
