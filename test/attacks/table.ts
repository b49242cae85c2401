import { type Attack, THREATS } from './attack';
import type { AttackOutcome } from './run-attack';

/** How the attempts of each kind of attacker have ended. */
export function tableOf(attacks: readonly Attack[], outcomes: readonly AttackOutcome[]): string {
  const rows = Object.keys(THREATS).map((threat) => {
    const ofThreat = attacks.filter((attack) => attack.threat === threat);
    const ended = outcomes.filter(({ id }) => ofThreat.some((attack) => attack.id === id));
    const passed = ended.filter(({ violations }) => violations.length === 0).length;
    const own = ofThreat.filter((attack) => attack.own === true).length;
    return `| ${threat} | ${ofThreat.length} | ${own} | ${passed} | ${ended.length - passed} |`;
  });
  return [
    '| attacker | attempts | of our own | passed | failed |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** Every attempt with the right that its attacker holds and what that must not become, for docs/security.md. */
export function listOf(attacks: readonly Attack[]): string {
  return Object.entries(THREATS)
    .map(([threat, description]) => {
      const rows = attacks
        .filter((attack) => attack.threat === threat)
        .map(({ id, title, own, mustNotBecome }) => {
          const name = id.slice(threat.length + 1);
          return `| \`${name}\`${own ? ' *' : ''} | ${title} | ${mustNotBecome} |`;
        });
      const head = ['| attempt | what he does | what it must not become |', '| --- | --- | --- |'];
      return [`### ${threat}`, '', `Somebody who ${description}.`, '', ...head, ...rows].join('\n');
    })
    .join('\n\n');
}

export function failuresOf(outcomes: readonly AttackOutcome[]): readonly string[] {
  return outcomes
    .filter(({ violations }) => violations.length > 0)
    .map(({ id, violations }) => `${id}\n${violations.map((violation) => `  ${violation}`).join('\n')}\n`);
}
