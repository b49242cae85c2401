import { type Attack, type Limit, THREATS } from './attack';
import type { AttackOutcome } from './run-attack';

/** How the attempts of each kind of attacker have ended. */
export function tableOf(cases: readonly (Attack | Limit)[], outcomes: readonly AttackOutcome[]): string {
  const attacks = cases.filter((one): one is Attack => 'holds' in one);
  const rows = Object.keys(THREATS).map((threat) =>
    rowOf(
      threat,
      attacks.filter((attack) => attack.threat === threat),
      outcomes,
    ),
  );
  const limits = cases.filter((one) => 'shows' in one);
  return [
    '| attacker | attempts | of our own | passed | failed |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    rowOf('limits', limits, outcomes),
  ].join('\n');
}

function rowOf(name: string, cases: readonly (Attack | Limit)[], outcomes: readonly AttackOutcome[]): string {
  const ended = outcomes.filter(({ id }) => cases.some((one) => one.id === id));
  const passed = ended.filter(({ violations }) => violations.length === 0).length;
  const own = cases.filter((one) => 'own' in one).length;
  return `| ${name} | ${cases.length} | ${own} | ${passed} | ${ended.length - passed} |`;
}

/** Every attempt with what its attacker does and what must not come of it, for docs/security.md. */
export function listOf(attacks: readonly Attack[]): string {
  const threats = Object.entries(THREATS).map(([threat, description]) => {
    const rows = attacks
      .filter((attack) => attack.threat === threat)
      .map(
        ({ id, title, own, mustNotBecome }) =>
          `| \`${id.slice(threat.length + 1)}\`${own ? ' \\*' : ''} | ${title} | ${mustNotBecome} |`,
      );
    return [
      `### ${threat}: ${description}`,
      '',
      '| attempt | what he does | what it must not become |',
      '| --- | --- | --- |',
      ...rows.map(plain),
    ].join('\n');
  });
  return threats.join('\n\n');
}

/** What an attacker can do all the same, for docs/security.md. */
export function limitsOf(limits: readonly Limit[]): string {
  const rows = limits.map(
    ({ id, threat, title, because }) =>
      `| \`${id.slice(id.indexOf('/') + 1)}\` | ${threat} | ${title} | ${because} |`,
  );
  return [
    '| case | who | what he can do | why it is left so |',
    '| --- | --- | --- | --- |',
    ...rows.map(plain),
  ].join('\n');
}

/** Wildcards are not to be taken for emphasis. */
const plain = (row: string) => row.replaceAll(/(?<![\\`])\*/g, '\\*');

export function failuresOf(outcomes: readonly AttackOutcome[]): readonly string[] {
  return outcomes.map(({ id, violations }) =>
    [id, ...violations.map((violation) => `  ${violation}`)].join('\n'),
  );
}
