import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const EXAMPLE = 'examples/cfn-lint';

function cfnLint(args: readonly string[], cwd: string) {
  return spawnSync('cfn-lint', args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
}

const isInstalled = cfnLint(['--version'], '.').status === 0;
const whereInstalled = isInstalled ? test : test.skip;

whereInstalled('the rules find the sixteen faults that the README shows', () => {
  const { stdout, status } = cfnLint(['faulty.yaml'], EXAMPLE);

  expect(status).toBe(2);
  expect(stdout.match(/^E917[12] /gm)).toHaveLength(16);
  const [, shown] = /```\n(E9171 .*?)\n*```/s.exec(readFileSync(`${EXAMPLE}/README.md`, 'utf8')) ?? [];
  expect(stdout.trim()).toBe(shown);
});

whereInstalled('cfn-lint finds none of them by itself', () => {
  const { stdout, status } = cfnLint([`${EXAMPLE}/faulty.yaml`], '.');

  expect({ stdout: stdout.trim(), status }).toEqual({ stdout: '', status: 0 });
});

whereInstalled.each([
  ['the template of the project', 'template.yaml'],
  ['what other templates may do', 'test/examples/right.yaml'],
])('the rules find nothing in %s', (_, template) => {
  const { stdout, status } = cfnLint(['--append-rules', `${EXAMPLE}/rules`, '--', template], '.');

  expect({ stdout: stdout.trim(), status }).toEqual({ stdout: '', status: 0 });
});
