import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Moto {
  readonly endpoint: string;
  stop(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const START_LIMIT_MS = 30_000;
const POLL_MS = 100;

/** Starts moto's server on a free port, with AWS's managed policies in it. @throws Error when it does not come up */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const server = spawn('moto_server', ['-H', LOOPBACK, '-p', String(port)], {
    // https://docs.getmoto.org/en/latest/docs/configuration/environment_variables.html
    env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
    stdio: 'ignore',
  });
  const exited = once(server, 'exit');
  const stop = async () => {
    server.kill();
    await exited;
  };
  const endpoint = `http://${LOOPBACK}:${port}`;
  const endsAt = Date.now() + START_LIMIT_MS;
  while (!(await answers(endpoint))) {
    if (server.exitCode !== null || Date.now() > endsAt) {
      await stop();
      throw new Error(`moto_server did not answer on ${endpoint}`);
    }
    await sleep(POLL_MS);
  }
  return { endpoint, stop };
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/moto-api/data.json`)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
}
