import { parseArgs } from 'node:util';
import { ATTACKS } from '../test/attacks';
import { runAttacks } from '../test/attacks/run-all';
import { failuresOf, listOf, tableOf } from '../test/attacks/table';
import { runMain } from './run-main';

/*
 * Every attack of docs/security.md, tried on the functions as template.yaml deploys them. Choices: --case ID (or a part of
 * it), --threat NAME; --list prints the table of docs/security.md instead, --json the outcomes as data.
 */
const { values: chosen } = parseArgs({
  options: {
    case: { type: 'string' },
    threat: { type: 'string' },
    list: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const attacks = ATTACKS.filter(
    ({ id, threat }) => id.includes(chosen.case ?? '') && (chosen.threat ?? threat) === threat,
  );
  if (chosen.list) {
    console.log(listOf(attacks));
    return;
  }
  const outcomes = await runAttacks(attacks);
  const failed = outcomes.filter(({ violations }) => violations.length > 0);
  if (chosen.json) console.log(JSON.stringify(outcomes, null, 2));
  else {
    console.log(`${tableOf(attacks, outcomes)}\n`);
    for (const line of failuresOf(outcomes)) console.log(line);
    console.log(`${outcomes.length - failed.length} passed, ${failed.length} failed`);
  }
  if (failed.length > 0 || outcomes.length === 0) process.exitCode = 1;
}

runMain(main);
