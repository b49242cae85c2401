import { main } from '../../src/cli/main';
import { fakeTerminal } from '../support/fake-terminal';

test.each([
  [['--help'], 'Usage: datadog-integration-role <command>'],
  [['help'], 'Usage: datadog-integration-role <command>'],
  [['validate', '-h'], '--external-id ID'],
  [['help', 'explain'], "datadog-integration-role explain 'TEXT'"],
  [['plan', '--help'], 'Nothing is changed.'],
  [['doctor', '--help'], '--assume-role NAME'],
  [['--version'], '.'],
])('%j tells what was asked for, and ends with 0', async (args, text) => {
  const terminal = fakeTerminal();

  await expect(main(args, terminal)).resolves.toBe(0);

  expect(terminal.output()).toContain(text);
  expect(terminal.errors()).toBe('');
});

test.each([60, 80])('help keeps within %i columns', async (width) => {
  for (const args of [['--help'], ['validate', '-h'], ['doctor', '-h'], ['explain', '-h'], ['plan', '-h']]) {
    const terminal = fakeTerminal({ width });
    await main(args, terminal);
    const lines = terminal.output().split('\n');
    expect(lines.filter((line) => line.length > width && !line.includes('datadog-integration-role'))).toEqual(
      [],
    );
  }
});

test('what goes wrong is said in a sentence of visible characters, and ends with 2', async () => {
  const terminal = fakeTerminal();

  await expect(main(['validate', '--non\u001bsense'], terminal)).resolves.toBe(2);

  expect(terminal.errors()).toMatch(/^validate has no option "--non\\u001bsense"\. .*--help.*\n$/);
  expect(terminal.output()).toBe('');
});
