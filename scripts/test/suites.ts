import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { shuffled } from '../../test/support/seeded';
import { root } from '../build/bundles';

/** Folders and files of tests that take seconds each: whole stories on the sandbox, mostly. */
const LONG = [
  'test/attacks/sample.test.ts',
  'test/examples',
  'test/faults',
  'test/iam/cli-commands.test.ts',
  'test/iam/role/desired.excluded.test.ts',
  'test/iam/role/plan.no-gap.test.ts',
  'test/sandbox/tests/stack.test.ts',
  'test/scenarios',
  'test/scripts/bench.test.ts',
  'test/scripts/demo-datadog.test.ts',
  'test/scripts/demo.test.ts',
  'test/scripts/demo-validator.test.ts',
  'test/scripts/docs-registration-schema.test.ts',
  'test/scripts/docs-schema.test.ts',
  'test/scripts/package.test.ts',
  'test/validation/remedies.test.ts',
  'test/validation/trust-findings.test.ts',
];
/** A share of the fault matrix, which has a command of its own. */
const SAMPLE_OF_MATRIX = 'test/faults/sample.test.ts';
/** Of the long ones `npm test` takes one in so many. */
const ONE_IN = 45;

/** Paths of the long suites, from the project's folder, in the order of the alphabet; the matrix is none of them. */
export function longSuites(): readonly string[] {
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .map((file) => ['test', ...file.split(sep)].join('/'))
    .filter((file) => file.endsWith('.test.ts'));
  return files
    .filter((file) => file !== SAMPLE_OF_MATRIX && LONG.some((long) => `${file}/`.startsWith(`${long}/`)))
    .sort();
}

/** The long suites that `npm test` leaves to `npm run test:whole`: others for another seed. */
export function suitesLeftOut(seed: number): readonly string[] {
  const suites = longSuites();
  return shuffled(suites, seed).slice(Math.ceil(suites.length / ONE_IN));
}
