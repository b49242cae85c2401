import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ATTACKS } from '.';
import type { Attack, Limit } from './attack';
import { LIMITS } from './limits';
import { runAttacks } from './run-all';
import type { AttackOutcome } from './run-attack';
import { callsOf } from './search/alphabet';
import { waysIn } from './search/report';
import { searchAsThief } from './search/thief';
import { limitsOf, listOf } from './table';

/** One of twelve; `npm run test:attacks` takes all of them, and searches deeper. */
const EVERY = 12;
/** These take seconds each. */
const SLOW = /thousand|flood|answers-elsewhere/;

const sample: readonly (Attack | Limit)[] = [
  ...ATTACKS.filter(({ id }) => !SLOW.test(id)).filter((_, index) => index % EVERY === 0),
  ...LIMITS,
];
let outcomes: readonly AttackOutcome[] = [];

beforeAll(async () => {
  outcomes = await runAttacks(sample);
}, 180_000);

test.each(sample)('$id: $title', ({ id }) => {
  expect(outcomes.find((outcome) => outcome.id === id)?.violations).toEqual([]);
});

test('docs/security.md lists what `npm run test:attacks -- --list` prints', () => {
  const page = readFileSync(join(__dirname, '../../docs/security.md'), 'utf8');
  expect(page).toContain(listOf(ATTACKS));
  expect(page).toContain(limitsOf(LIMITS));
});

test('every attempt has a name of its own, and enough of them are our own', () => {
  const ids = ATTACKS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ATTACKS.every(({ id, threat }) => id.startsWith(`${threat}/`))).toBe(true);
  expect(ids.length).toBeGreaterThanOrEqual(80);
  expect(ATTACKS.filter(({ own }) => own).length).toBeGreaterThanOrEqual(12);
});

test.each(['Provider', 'Validator'] as const)(
  'the thief of the credentials of the %s gets nothing beyond the boundary in two calls',
  async (functionId) => {
    const found = await searchAsThief({ id: 'search', functionId, depth: 2 });
    expect(waysIn(found)).toEqual([]);
  },
  180_000,
);

test('the search refuses to leave out an action of which nobody has said what it is good for', () => {
  const scene = {
    start: {
      roles: new Map(),
      policies: new Map(),
      users: new Map(),
      instanceProfiles: new Map(),
      parameters: new Map(),
    },
    target: { name: 'x', path: '/' },
    thief: { roleArn: '', sessionArn: '' },
  };
  expect(callsOf(scene, ['iam:GetRole', 'iam:DeleteRole'])).toHaveLength(1);
  expect(() => callsOf(scene, ['lambda:UpdateFunctionCode'])).toThrow('lambda:UpdateFunctionCode');
});
