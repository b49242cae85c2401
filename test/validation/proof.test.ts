import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROOF, provesForRole } from '../../src/validation/proof';

test('only what is asked as the role, read of it, or said by Datadog proves that it is let in', () => {
  const proving = Object.keys(PROOF).filter((source) => provesForRole(source as keyof typeof PROOF, 'yes'));

  expect(proving).toEqual([
    'session of the role',
    'trust policy',
    'simulator: the role’s policies',
    'Datadog',
  ]);
});

test('no answer to the validator’s own credentials says anything about Datadog', () => {
  for (const source of ['AssumeRole of the validator', 'own credentials'] as const)
    expect(PROOF[source]).toEqual({ yes: 'the caller only', no: 'the caller only' });
});

test('what the simulator says of the organization proves nothing, either way', () => {
  expect(PROOF['simulator: the organization']).toEqual({ yes: 'nobody for sure', no: 'nobody for sure' });
});

test('docs/validator.md has the same table', () => {
  const text = readFileSync(join(__dirname, '..', '..', 'docs', 'validator.md'), 'utf8');
  const rows = Object.entries(PROOF).map(([source, { yes, no }]) => `| ${source} | ${yes} | ${no} |`);

  for (const row of rows) expect(text).toContain(row);
});
