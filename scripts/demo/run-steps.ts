import { type Findings, fact, type Step, type StepResult } from './step';

/** Runs steps in their order; one that throws has not held, and the next ones show what that means for them. */
export async function runSteps<Stage>(
  stage: Stage,
  steps: readonly Step<Stage>[],
  tell: (result: StepResult) => void,
): Promise<void> {
  for (const { id, title, run } of steps) {
    const startedAt = performance.now();
    const { facts, claims } = await run(stage).catch(thrown);
    const milliseconds = Math.round(performance.now() - startedAt);
    const held = claims.length > 0 && claims.every((claim) => claim.held);
    tell({ id, title, held, milliseconds, facts, claims });
  }
}

function thrown(error: unknown): Findings {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    facts: [fact('error', 'Error', text)],
    claims: [{ text: 'the step got to its end', held: false }],
  };
}
