import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import lies from '../cases/lies.json';
import deliberate from '../cases/mutants.json';
import survivors from '../cases/surviving-mutants.json';

const source = (file: string) => readFileSync(join(__dirname, '../..', file), 'utf8');

test.each(deliberate)('the deliberate bug "$id" has its place in $file, and only one', ({ file, find }) => {
  expect(source(file).split(find)).toHaveLength(2);
});

test.each(lies)('the deliberate lie "$id" has its place in $file, and only one', ({ file, find }) => {
  expect(source(file).split(find)).toHaveLength(2);
});

describe.each(survivors.groups)('where no test is needed: $why', ({ mutants }) => {
  test.each(mutants)('$from is still to be found in $file', ({ file, code, from }) => {
    expect(
      source(file)
        .split('\n')
        .map((line) => line.trim()),
    ).toContain(code);
    expect(code).toContain(from);
  });
});
