import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main';
import type { Sandbox } from '../sandbox';
import { fakeTerminal } from './fake-terminal';

/** Keys that are found nowhere else. */
export const API_KEY = 'ca9a2e00000000000000000000000001';
export const APP_KEY = 'ca9a2e0000000000000000000000000000000002';

/** What a test has just made is not too new to be judged any more. */
const LATER_MS = 600_000;

export interface DoctorRun {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

export interface DoctorBench {
  /** Runs the command `doctor` as the administrator of account 123456789012, with keys of the organization of `API_KEY`. */
  run(args?: readonly string[], environment?: NodeJS.ProcessEnv): Promise<DoctorRun>;
  /** Puts the environment of this process back to what it was. */
  close(): void;
}

/** The SDK reads its variables from the process itself, which has those of the sandbox from here on. */
export function openDoctorBench(sandbox: Sandbox): DoctorBench {
  const before = { ...process.env };
  const home = mkdtempSync(join(tmpdir(), 'doctor-'));
  process.env = {
    PATH: process.env['PATH'],
    HOME: home,
    AWS_CONFIG_FILE: join(home, 'none'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'none'),
    AWS_ENDPOINT_URL: sandbox.endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: '123456789012',
    AWS_SECRET_ACCESS_KEY: 'not-checked',
    AWS_REGION: 'us-east-1',
  };
  return {
    run: async (args = [], environment = {}) => {
      const terminal = fakeTerminal({
        width: 120,
        environment: {
          ...process.env,
          DD_API_KEY: API_KEY,
          DD_APP_KEY: APP_KEY,
          DATADOG_ENDPOINT_URL: sandbox.datadogEndpoint,
          ...environment,
        },
      });
      const { now } = Date;
      const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + LATER_MS);
      try {
        const code = await main(['doctor', ...args], terminal);
        return { code, output: terminal.output(), errors: terminal.errors() };
      } finally {
        clock.mockRestore();
      }
    },
    close: () => {
      process.env = before;
      rmSync(home, { recursive: true });
    },
  };
}
