/** The first steps of a remedy, each of them whole, and those that are left out. */
export interface ShownSteps {
  readonly shown: readonly string[];
  readonly left: readonly string[];
}

/**
 * As many steps of a remedy as there is room for. None is cut: half a command leaves a shell waiting for its closing
 * quote, or does half of what was meant. Steps have an order, so that none is shown after one that is left out.
 */
export function wholeSteps(remedy: readonly string[], maxSteps: number, maxCharacters: number): ShownSteps {
  const tooLong = remedy.findIndex((step) => step.length > maxCharacters);
  const count = Math.min(maxSteps, tooLong === -1 ? remedy.length : tooLong);
  return { shown: remedy.slice(0, count), left: remedy.slice(count) };
}

/** Is this step of a remedy a command: of the AWS CLI, or a request to Datadog's API? */
export function isCommand(step: string): boolean {
  return step.startsWith('aws ') || step.startsWith('curl ');
}
