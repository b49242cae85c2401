import type { Attack, Limit } from './attack';
import { type AttackOutcome, runAttack, runLimit } from './run-attack';
import { figuresOf, waysIn } from './search/report';
import { type SearchPlan, searchAsThief } from './search/thief';
import { openAttackBed } from './world';

type Case = Attack | Limit;

/** Tries attacks and limits one after the other, those with the same parameters of template.yaml in one account. */
export async function runAttacks(
  cases: readonly Case[],
  onOutcome: (outcome: AttackOutcome) => void = () => {},
): Promise<readonly AttackOutcome[]> {
  const outcomes: AttackOutcome[] = [];
  const bySetting = new Map<string, Case[]>();
  for (const one of cases) {
    const setting = JSON.stringify('setting' in one ? one.setting : {});
    bySetting.set(setting, [...(bySetting.get(setting) ?? []), one]);
  }
  for (const [setting, alike] of bySetting) {
    const bed = await openAttackBed(JSON.parse(setting));
    try {
      for (const one of alike) {
        const outcome = await outcomeOf(one.id, () =>
          'shows' in one ? runLimit(bed, one) : runAttack(bed, one),
        );
        outcomes.push(outcome);
        onOutcome(outcome);
      }
    } finally {
      await bed.close();
    }
  }
  return outcomes;
}

/** A search, with its figures. */
export async function runSearch(plan: SearchPlan): Promise<AttackOutcome & { readonly figures: string }> {
  const result = await searchAsThief(plan);
  return {
    id: plan.id,
    violations: waysIn(result),
    durationMs: result.durationMs,
    figures: figuresOf(result),
  };
}

/** An attempt that cannot even be made shows nothing: it counts as a violation. */
async function outcomeOf(id: string, run: () => Promise<AttackOutcome>): Promise<AttackOutcome> {
  try {
    return await run();
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { id, violations: [`the attempt could not be made: ${reason}`], durationMs: 0 };
  }
}
