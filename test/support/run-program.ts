import { execFile } from 'node:child_process';

/** What a program left behind. */
export interface Ended {
  /** 0 for success; -1 when the program could not be started. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const LIMIT_MS = 60_000;

/** Runs somebody else's program to its end. Never rejects. */
export function runProgram(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  limitMs = LIMIT_MS,
): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(command, args, { env: environment, timeout: limitMs }, (error, stdout, stderr) => {
      const code = error?.code;
      resolve({ status: error === null ? 0 : typeof code === 'number' ? code : -1, stdout, stderr });
    });
  });
}

/** Whether a program is installed and answers to `args`. */
export async function isInstalled(command: string, ...args: readonly string[]): Promise<boolean> {
  return (await runProgram(command, args, process.env)).status === 0;
}
