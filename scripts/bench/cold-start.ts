import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Spread, spreadOf } from './statistics';

const run = promisify(execFile);

/** Milliseconds from before the bundle is loaded, in fresh processes. */
export interface ColdStart {
  readonly runs: number;
  /** The bundle is loaded. */
  readonly loaded: Spread;
  /** The provider and its AWS clients are made: it handles an event. */
  readonly ready: Spread;
  /** A first event, refused over its properties, has been answered and the answer delivered. */
  readonly replied: Spread;
  /** A Python process has imported boto3 and made an IAM client; absent where there is no Python with boto3. */
  readonly boto3Ready?: Spread;
}

interface NodeTimes {
  readonly loaded: number;
  readonly ready: number;
  readonly replied: number;
}

/** Starts Node and Python in turn, so that a busy moment of the machine hits both. */
export async function measureColdStart(bundlePath: string, runs: number): Promise<ColdStart> {
  const sink = await startSink();
  try {
    // The first start of each reads its files from the disk: neither counts.
    await nodeTimes(bundlePath, sink.origin);
    const hasBoto3 = (await boto3Time()) !== undefined;
    const node: NodeTimes[] = [];
    const python: number[] = [];
    for (let count = 0; count < runs; count += 1) {
      node.push(await nodeTimes(bundlePath, sink.origin));
      const time = hasBoto3 ? await boto3Time() : undefined;
      if (time !== undefined) python.push(time);
    }
    return {
      runs,
      loaded: spreadOf(node.map(({ loaded }) => loaded)),
      ready: spreadOf(node.map(({ ready }) => ready)),
      replied: spreadOf(node.map(({ replied }) => replied)),
      ...(python.length === 0 ? {} : { boto3Ready: spreadOf(python) }),
    };
  } finally {
    sink.stop();
  }
}

/** What both processes find in their environment, as in Lambda. */
function environment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    // Lambda's Node is newer than the oldest that this project builds on: there the SDK has nothing to warn of.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

async function nodeTimes(bundlePath: string, origin: string): Promise<NodeTimes> {
  const child = join(__dirname, 'ready.cjs');
  // Only where AWS is played is a reply sent to this machine.
  const env = { ...environment(), AWS_ENDPOINT_URL: origin };
  const { stdout } = await run(process.execPath, [child, bundlePath, origin], { env });
  const times: NodeTimes = JSON.parse(stdout);
  return times;
}

/** Undefined when there is no Python, or no boto3 in it. */
async function boto3Time(): Promise<number | undefined> {
  try {
    const { stdout } = await run('python3', [join(__dirname, 'ready.py')], { env: environment() });
    return Number(stdout);
  } catch {
    return undefined;
  }
}

/** Takes every reply, as the bucket behind a ResponseURL does. */
async function startSink(): Promise<{ origin: string; stop: () => void }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the sink has no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
