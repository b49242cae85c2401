import { showProgress } from '../../src/cli/progress';
import { fakeTerminal } from '../support/fake-terminal';

test('counts the regions of all integrations together, on one line that is gone in the end', () => {
  const terminal = fakeTerminal({ isWatched: true });
  const { onProgress, end } = showProgress(terminal);

  onProgress(1, 2);
  onProgress(1, 3);
  onProgress(2, 2);
  end();

  expect(terminal.errors().split('\r\x1b[K')).toEqual([
    '',
    'tried 1 of 2 regions',
    'tried 2 of 5 regions',
    'tried 3 of 5 regions',
    '',
  ]);
});

test('says nothing where nobody watches', () => {
  const terminal = fakeTerminal({ isWatched: false });
  const { onProgress, end } = showProgress(terminal);

  onProgress(1, 1);
  end();

  expect(terminal.errors()).toBe('');
});
