import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ARGUMENTS_END = '--- end ---';

/**
 * Hands a text to a shell line by line, as by pasting. `aws` only writes down what it is called with, and there is nothing else
 * to call but `date`, of which a command may make a text that was never there before.
 *
 * @param shell its path
 * @returns what the shell said, and the words of each call
 */
export function pasteInto(shell: string, text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'alert-'));
  try {
    const [aws, calls] = [join(folder, 'aws'), join(folder, 'calls')];
    writeFileSync(aws, `#!/bin/sh\nprintf '%s\\n' "$@" '${ARGUMENTS_END}' >> '${calls}'\n`);
    chmodSync(aws, 0o755);
    const date = join(folder, 'date');
    writeFileSync(date, '#!/bin/sh\necho 1780315200\n');
    chmodSync(date, 0o755);
    writeFileSync(calls, '');
    const script = 'exec 2>&1; while IFS= read -r line; do eval "$line" || exit 1; done';
    const said = execFileSync(shell, ['-c', script], {
      input: `${text}\n`,
      cwd: folder,
      // Bash takes its input for a remote shell's, and would read what the machine's owner has written for those.
      env: { PATH: folder, HOME: folder },
      encoding: 'utf8',
    });
    const called = readFileSync(calls, 'utf8').split(`${ARGUMENTS_END}\n`).slice(0, -1);
    return { said, calls: called.map((call) => call.split('\n').slice(0, -1)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
