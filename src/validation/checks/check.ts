import type { CallFailure } from '../../probe/call-failure';
import type { Verdict } from '../../report/report';
import type { RoleSituation, Situation } from '../situation';
import { isDeclared } from '../target';

/** One question about an integration. */
export interface Check {
  /** Stable: others filter by it. */
  readonly id: string;
  /** May an integration be called healthy while the answer is unknown? Not if the check is essential. */
  readonly essential: boolean;
  /** Pure. */
  evaluate(situation: Situation): Verdict;
  /** Whether the question has a meaning here; always, where it is left out. One that has none is not in the report. */
  readonly isAsked?: (situation: Situation) => boolean;
}

export function pass(summary: string, evidence: readonly string[] = []): Verdict {
  return { status: 'pass', summary, evidence, remedy: [] };
}

/** What is unknown because a call failed. */
export function notKnown(what: string, { cause, message }: CallFailure): Verdict {
  return {
    status: 'unknown',
    summary: `${what} (${cause}).`,
    evidence: [message],
    remedy: [REMEDIES[cause] ?? 'Validate again; if it stays, see what AWS answered above.'],
  };
}

const REMEDIES: Readonly<Partial<Record<CallFailure['cause'], string>>> = {
  throttled: 'Wait for the next run: AWS throttles the account’s requests to this service.',
  clock_skew: 'Set the clock of the machine that validates.',
  expired_token: 'Sign in again: the credentials of the validator have expired.',
  identity_policy_implicit_deny:
    'Allow the validator what AWS refused above. Where its policy names the role, compare: a role of another path, or in other letter case, is another resource.',
};

/** Has a meaning only where a resource declares the role. */
export function isOfDeclared({ target }: Situation): boolean {
  return isDeclared(target);
}

/** Leaves a check that is about the role as unknown when there is no role or it could not be read. */
export function aboutRole(
  evaluate: (present: RoleSituation, situation: Situation) => Verdict,
): Check['evaluate'] {
  return (situation) => {
    if (situation.present !== null) return evaluate(situation.present, situation);
    return {
      status: 'unknown',
      // Why, and what to do, role-exists says for all.
      summary: situation.observed.ok ? 'There is no role.' : 'The role could not be read.',
      evidence: [],
      remedy: ['Carry out the remedy of role-exists.'],
    };
  };
}
