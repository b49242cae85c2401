import { parseArgs } from 'node:util';
import { drawSituation } from '../test/truth/draw/situation';
import { inTruthWorld, tryMany } from '../test/truth/run';
import { shrink } from '../test/truth/shrink';
import { holds, tallyOf } from '../test/truth/tally';
import { summaryOf, tableOf, trialText } from '../test/truth/text';
import { isWrong, tryOut } from '../test/truth/trial';
import { runMain } from './run-main';
import { tryLies } from './test-truth/lies';

/*
 * Measures what the validator says against the truth: random situations, each built in the embedded AWS, where real
 * calls by Datadog's account tell how it is. --situations N, --seed S, --json; --case SEED:INDEX shows one situation, what is
 * true and what is said, and (--shrink) the least that shows the same lie; --first ends with the first lie. --lies puts
 * deliberate lies into a copy of the validator, one after the other (--only TEXT: those whose name contains it), and shows
 * by which situation each is found.
 */
const { values: chosen } = parseArgs({
  options: {
    situations: { type: 'string', default: '200' },
    seed: { type: 'string', default: process.env['TEST_SEED'] ?? '1' },
    json: { type: 'boolean', default: false },
    case: { type: 'string', default: '' },
    shrink: { type: 'boolean', default: false },
    first: { type: 'boolean', default: false },
    lies: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});

/** @throws Error when it is none */
function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} is ${JSON.stringify(text)}; it must be a whole number`);
  return Number(text);
}

async function showCase(id: string): Promise<void> {
  const [, seed, index] = /^(\d+):(\d+)$/.exec(id) ?? [];
  if (seed === undefined || index === undefined)
    throw new Error(`--case is ${JSON.stringify(id)}; it must be SEED:INDEX, as in --case 1:42`);
  await inTruthWorld(async (world) => {
    const trial = await tryOut(world, drawSituation(Number(seed), Number(index)));
    const shown = chosen.shrink && trial.lies.length > 0 ? await shrink(world, trial) : trial;
    console.log(chosen.json ? JSON.stringify(shown, null, 2) : trialText(shown));
    if (isWrong(shown)) process.exitCode = 1;
  });
}

async function main(): Promise<void> {
  if (chosen.lies) {
    const { found, unnoticed } = tryLies(chosen.only);
    console.log(`${found} found, ${unnoticed} unnoticed`);
    if (unnoticed > 0 || found === 0) process.exitCode = 1;
    return;
  }
  if (chosen.case !== '') return showCase(chosen.case);
  const seed = wholeNumber('seed', chosen.seed);
  const situations = wholeNumber('situations', chosen.situations);
  if (situations === 0) throw new Error('--situations is 0: nothing would be tried');
  const startedAt = performance.now();
  const trials = await tryMany({ seed, situations, untilWrong: chosen.first });
  const seconds = (performance.now() - startedAt) / 1_000;
  const tally = tallyOf(trials);
  if (chosen.json) console.log(JSON.stringify({ seed, seconds, ...tally }, null, 2));
  else {
    console.log(`Seed ${seed}, ${(trials.length / seconds).toFixed(1)} situations a second\n`);
    console.log(`${tableOf(tally)}\n`);
    console.log(summaryOf(tally));
  }
  if (!holds(tally)) process.exitCode = 1;
}

runMain(main);
