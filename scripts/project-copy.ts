import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..');
const COPIED = [
  'src',
  'handlers',
  'test',
  'scripts',
  'template.yaml',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'jest.config.cjs',
];

/** One change of one file. */
export interface Change {
  readonly id: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

export interface Ended {
  readonly succeeded: boolean;
  readonly stdout: string;
  /** What it said on both of its outputs. */
  readonly output: string;
}

/** A copy of the project that may be spoiled. */
export interface Copy {
  /** Runs a program of the project's own dependencies in the copy. */
  run(program: string, args: readonly string[]): Ended;
  /**
   * Makes a change, runs a task and takes the change back.
   *
   * @throws Error when the text that is to be changed does not stand in its file once
   */
  spoiled<Result>(change: Change, task: () => Result): Result;
  remove(): void;
}

export function openCopy(): Copy {
  const copy = mkdtempSync(join(tmpdir(), 'copy-'));
  for (const name of COPIED) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return {
    run: (program, args) => {
      const { status, stdout, stderr } = spawnSync(join(root, 'node_modules', '.bin', program), args, {
        cwd: copy,
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      });
      return { succeeded: status === 0, stdout, output: `${stdout}\n${stderr}` };
    },
    spoiled: ({ id, file, find, replace }, task) => {
      const path = join(copy, file);
      const source = readFileSync(path, 'utf8');
      const occurrences = source.split(find).length - 1;
      if (occurrences !== 1)
        throw new Error(`${id}: its text stands ${occurrences} times in ${file}, not once`);
      writeFileSync(
        path,
        source.replace(find, () => replace),
      );
      try {
        return task();
      } finally {
        writeFileSync(path, source);
      }
    },
    remove: () => rmSync(copy, { recursive: true, force: true }),
  };
}
