import { runProgram } from '../../test/support/run-program';
import { type ClientPlace, CUSTOMER, clientEnvironment } from '../counted-checks/client-environment';
import type { Tally } from '../counted-checks/tally';

/** One command of the AWS CLI, and what it must print. */
export interface CliCheck {
  readonly name: string;
  /** Access key. */
  readonly as?: string;
  readonly args: readonly string[];
  /** Text of the answer, or of the error when `fails`; all of them must be there. */
  readonly says: readonly string[];
  readonly fails?: boolean;
}

/** Runs each command, one after the other, and looks for what AWS would answer. */
export async function runCliChecks(
  place: ClientPlace,
  checks: readonly CliCheck[],
  tally: Tally,
): Promise<void> {
  for (const { name, as = CUSTOMER, args, says, fails = false } of checks) {
    const { status, stdout, stderr } = await runProgram('aws', args, clientEnvironment(place, as));
    const text = fails ? stderr : stdout;
    const held = (status !== 0) === fails && says.every((part) => text.includes(part));
    tally.check(`aws ${name}`, held, `status ${status}: ${text || stderr || stdout}`.trim());
  }
}
