import type { Attack } from './attack';
import { type AttackOutcome, runAttack } from './run-attack';
import { type AttackBed, openAttackBed } from './world';

/** Tries attacks one after the other, those with the same parameters of template.yaml in one account. */
export async function runAttacks(
  attacks: readonly Attack[],
  onOutcome: (outcome: AttackOutcome) => void = () => {},
): Promise<readonly AttackOutcome[]> {
  const outcomes: AttackOutcome[] = [];
  const bySetting = new Map<string, Attack[]>();
  for (const attack of attacks) {
    const setting = JSON.stringify(attack.setting ?? {});
    bySetting.set(setting, [...(bySetting.get(setting) ?? []), attack]);
  }
  for (const alike of bySetting.values()) {
    const bed: AttackBed = await openAttackBed(alike[0]?.setting);
    try {
      for (const attack of alike) {
        const outcome = await outcomeOf(bed, attack);
        outcomes.push(outcome);
        onOutcome(outcome);
      }
    } finally {
      await bed.close();
    }
  }
  return outcomes;
}

/** An attempt that cannot even be made shows nothing: it counts as a violation. */
async function outcomeOf(bed: AttackBed, attack: Attack): Promise<AttackOutcome> {
  try {
    return await runAttack(bed, attack);
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { id: attack.id, violations: [`the attempt could not be made: ${reason}`], durationMs: 0 };
  }
}
