import { parseArgs } from 'node:util';
import { buildBundles } from './build/bundles';
import { datadogAct } from './demo/act-datadog';
import { roleAct } from './demo/act-role';
import { validatorAct } from './demo/act-validator';
import { createNarrator } from './demo/narrator';
import { type Performance, performActs, toJson } from './demo/performance';
import { runMain } from './run-main';

const HELP = `Usage: npm run demo -- [--json] [--as-built]

Builds the Lambda bundles, starts an embedded AWS on loopback that enforces IAM as AWS does, and lives through what
happens to a stack with Datadog's integration role in it, what the validator says to it, and what Datadog gets. Nothing leaves
this machine.

  --json      one JSON document instead of the story: {held, steps: [{id, title, held, milliseconds, facts, claims}]}
  --as-built  takes the bundles as they are, instead of building them
  --help      this text

Ends with status 1 if anything did not hold.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      'as-built': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  // The SDK's advice on Node versions is for those who deploy; the function runs on a newer Node.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  if (!values['as-built']) await buildBundles();
  const performance = values.json ? await asJson() : await asStory();
  if (!performance.held) process.exitCode = 1;
}

const acts = [roleAct, validatorAct, datadogAct];

async function asJson(): Promise<Performance> {
  const performance = await performActs(acts);
  process.stdout.write(`${JSON.stringify(toJson(performance), undefined, 2)}\n`);
  return performance;
}

async function asStory(): Promise<Performance> {
  const { isTTY: isTerminal = false } = process.stdout;
  const narrator = createNarrator({
    write: (text) => process.stdout.write(text),
    // https://no-color.org: set and not empty
    colour: isTerminal && !process.env['NO_COLOR'],
  });
  const performance = await performActs(acts, narrator);
  narrator.summary(performance.steps, performance.milliseconds);
  return performance;
}

runMain(main);
