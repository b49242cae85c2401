import type { Act, JsonValue, StepResult } from './step';

/** What became of all acts. */
export interface Performance {
  readonly held: boolean;
  readonly milliseconds: number;
  readonly steps: readonly StepResult[];
}

/** Who is told of acts and steps while they happen. */
interface Audience {
  act(act: Act): void;
  step(result: StepResult): void;
}

/** Performs acts one after the other. @throws Error when an act cannot even be set up */
export async function performActs(acts: readonly Act[], audience?: Audience): Promise<Performance> {
  const startedAt = performance.now();
  const steps: StepResult[] = [];
  for (const act of acts) {
    audience?.act(act);
    await act.perform((result) => {
      steps.push(result);
      audience?.step(result);
    });
  }
  const held = steps.length > 0 && steps.every((step) => step.held);
  return { held, milliseconds: Math.round(performance.now() - startedAt), steps };
}

/** The document that `--json` prints. */
export function toJson({ held, milliseconds, steps }: Performance): JsonValue {
  return {
    held,
    milliseconds,
    steps: steps.map(({ facts, claims, ...step }) => ({
      ...step,
      facts: Object.fromEntries(facts.map(({ name, value }) => [name, value])),
      claims: claims.map(({ text, held }) => ({ text, held })),
    })),
  };
}
