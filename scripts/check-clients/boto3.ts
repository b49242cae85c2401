import { join } from 'node:path';
import { runProgram } from '../../test/support/run-program';
import { type ClientPlace, CUSTOMER, clientEnvironment } from '../counted-checks/client-environment';
import type { Tally } from '../counted-checks/tally';

/** Lets a Python script ask the same through boto3: it prints a line `ok NAME` or `no NAME: what was found` a check. */
export async function checkBoto3(place: ClientPlace, tally: Tally): Promise<void> {
  const script = join(__dirname, 'boto3-checks.py');
  const environment = { ...clientEnvironment(place, CUSTOMER), EXTERNAL_ID: place.externalId };
  const { status, stdout, stderr } = await runProgram('python3', [script], environment);
  for (const line of stdout.split('\n').filter((text) => text !== '')) {
    const [, verdict = '', name = line, found = ''] = /^(ok|no) (.*?)(?:: (.*))?$/.exec(line) ?? [];
    tally.check(`boto3 ${name}`, verdict === 'ok', found);
  }
  if (status !== 0) tally.check('boto3: the script comes to its end', false, stderr);
}
