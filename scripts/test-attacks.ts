import { parseArgs } from 'node:util';
import { ATTACKS } from '../test/attacks';
import { LIMITS } from '../test/attacks/limits';
import { runAttacks, runSearch } from '../test/attacks/run-all';
import { SEARCHES } from '../test/attacks/search/plans';
import { failuresOf, limitsOf, listOf, tableOf } from '../test/attacks/table';
import { buildBundles } from './build/bundles';
import { areBundlesStale } from './build/staleness';
import { runMain } from './run-main';
import { tryGuards } from './test-attacks/guards';

/*
 * Every attack of docs/security.md, tried on the functions as template.yaml deploys them, built where their sources have changed; what an attacker can do all the
 * same; and the searches for what thieves of credentials can do. Choices: --case TEXT, for those whose id contains
 * it; --list prints the tables of docs/security.md instead, --json the outcomes as data. --guards takes one guard
 * after the other out of a copy of the project (--only TEXT: those whose name contains it) and shows which attempt notices.
 */
const { values: chosen } = parseArgs({
  options: {
    case: { type: 'string', default: '' },
    list: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    guards: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});

type Identified = { readonly id: string };

/** A case by its id, or all whose ids contain the text. */
const isExact = ([...ATTACKS, ...LIMITS, ...SEARCHES] as readonly Identified[]).some(
  ({ id }) => id === chosen.case,
);
const isChosen = ({ id }: Identified) => (isExact ? id === chosen.case : id.includes(chosen.case));

async function main(): Promise<void> {
  if (areBundlesStale()) await buildBundles();
  const attacks = ATTACKS.filter(isChosen);
  const limits = LIMITS.filter(isChosen);
  if (chosen.list) {
    console.log(`${listOf(attacks)}\n\n${limitsOf(limits)}`);
    return;
  }
  if (chosen.guards) {
    const { noticed, unnoticed } = tryGuards(chosen.only);
    console.log(`${noticed} passed, ${unnoticed} failed`);
    if (unnoticed > 0 || noticed === 0) process.exitCode = 1;
    return;
  }
  const say = (text: string) => {
    if (!chosen.json) console.log(text);
  };
  const tried = await runAttacks([...attacks, ...limits]);
  say(`${tableOf([...attacks, ...limits], tried)}\n`);
  const searched = [];
  for (const plan of SEARCHES.filter(isChosen)) {
    const outcome = await runSearch(plan);
    say(`${outcome.id}: ${outcome.figures}`);
    searched.push(outcome);
  }
  const outcomes = [...tried, ...searched];
  const failed = outcomes.filter(({ violations }) => violations.length > 0);
  if (chosen.json) console.log(JSON.stringify(outcomes, null, 2));
  else for (const line of failuresOf(failed)) console.log(`\n${line}`);
  say(`\n${outcomes.length - failed.length} passed, ${failed.length} failed`);
  if (failed.length > 0 || outcomes.length === 0) process.exitCode = 1;
}

runMain(main);
