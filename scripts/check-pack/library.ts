import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exports as exported } from '../../package.json';
import { runProgram } from '../../test/support/run-program';
import { root } from '../build/bundles';
import type { Tally } from '../counted-checks/tally';

const PROGRAM = `
import { policiesEquivalent } from 'datadog-integration-role/policy/equivalence';
import { packActions } from 'datadog-integration-role/policy/pack';
import { evaluateTrust } from 'datadog-integration-role/policy/trust';
import { classifyDenial } from 'datadog-integration-role/probe/denial';
import { trustInRegion } from 'datadog-integration-role/validation/trust-findings';

const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '464622532012' }, Action: 'sts:AssumeRole' }],
};
const equivalent: boolean = policiesEquivalent(JSON.stringify(trust), trust);
const allowed: boolean = evaluateTrust(trust, { principalArn: 'arn:aws:iam::464622532012:root' }).allowed;
const documents: number = packActions(['ec2:DescribeInstances'], { characters: 6_144 }).length;
const cause: string = classifyDenial({ name: 'AccessDenied', message: 'no' }).cause;
const regional: string = typeof trustInRegion;
console.log([equivalent, allowed, documents, cause, regional].join(' '));
`;
const PRINTED = 'true true 1 unspecified_deny function';
const COMPILER_OPTIONS = [
  '--ignoreConfig',
  '--strict',
  '--target',
  'es2023',
  '--module',
  'node20',
  '--types',
  'node',
];

/** Lets a TypeScript program import from the installed package what package.json's `exports` offers. */
export async function checkLibrary(folder: string, tally: Tally): Promise<void> {
  writeFileSync(join(folder, 'program.ts'), PROGRAM);
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const types = ['--typeRoots', join(root, 'node_modules', '@types')];
  const compiled = await node([compiler, ...COMPILER_OPTIONS, ...types, 'program.ts'], folder);
  tally.check('its types are found by a strict compiler', compiled.status === 0, compiled.stdout);
  const ran = await node(['program.js'], folder);
  tally.check('its functions can be imported', ran.stdout.trim() === PRINTED, ran.stdout + ran.stderr);

  const template = join(folder, 'node_modules/datadog-integration-role', exported['./account.yaml']);
  tally.check(
    'account.yaml is in it, to deploy from',
    readFileSync(template).equals(readFileSync(join(root, 'dist/account.yaml'))),
  );
}

function node(args: readonly string[], folder: string) {
  return runProgram(process.execPath, args, process.env, { folder });
}
