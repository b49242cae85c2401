import { join } from 'node:path';
import { runProgram } from '../support/run-program';
import { listOf } from './list';

test('a listing names every story and every fault with the number of its cases', () => {
  const cases = [
    { story: 'create-core', fault: 'denied' },
    { story: 'create-core', fault: 'throttleOnce' },
    { story: 'rename', fault: 'denied' },
  ];

  expect(listOf(cases).split('\n')).toEqual([
    'stories',
    '  create-core  2',
    '  rename       1',
    '',
    'faults',
    '  denied        2',
    '  throttleOnce  1',
    '',
    '2 stories, 2 faults, 3 cases',
  ]);
});

test('a listing of nothing says so', () => {
  expect(listOf([])).toContain('0 stories, 0 faults, 0 cases');
});

const SCRIPT = join(__dirname, '../../scripts/test-faults.ts');
const LIMIT_MS = 60_000;

test(
  'the script lists what it would run, and runs none of it',
  async () => {
    const args = ['--import', 'tsx', SCRIPT, '--list', '--story', 'create-core', '--fault', 'killAfter'];
    const { status, stdout } = await runProgram(process.execPath, args, process.env);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^stories\n {2}create-core {2}\d+\n\nfaults\n {2}killAfter {2}\d+\n\n1 stories/m);
    expect(stdout).not.toContain('passed');
  },
  LIMIT_MS,
);
