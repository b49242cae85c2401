import type { CheckStatus, Verdict } from '../../../src/report/report';
import { askedChecks, checks } from '../../../src/validation/checks';
import type { Situation } from '../../../src/validation/situation';

export function verdictOf(id: string, situation: Situation): Verdict {
  const check = checks.find((candidate) => candidate.id === id);
  if (check === undefined) throw new Error(`there is no check ${id}`);
  return check.evaluate(situation);
}

/** Ids of the checks that come to this status. */
export function idsWith(status: CheckStatus, situation: Situation): string[] {
  return askedChecks(situation)
    .filter((check) => check.evaluate(situation).status === status)
    .map(({ id }) => id);
}
