import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import guards from '../cases/guards.json';
import { ATTACKS } from '.';
import { SEARCHES } from './search/plans';

const ids: readonly string[] = [...ATTACKS, ...SEARCHES].map(({ id }) => id);

test.each(guards)('the guard "$id" has its place in $file, and only one', ({ file, find }) => {
  const source = readFileSync(join(__dirname, '../..', file), 'utf8');
  expect(source.split(find)).toHaveLength(2);
});

test.each(guards)('the guard "$id" is noticed by attempts that there are', ({ noticedBy }) => {
  expect(noticedBy.length).toBeGreaterThan(0);
  for (const id of noticedBy) expect(ids).toContain(id);
});

test('every guard has an attempt of its own', () => {
  const first = guards.map(({ noticedBy }) => noticedBy[0]);
  expect(new Set(first).size).toBe(guards.length);
});
