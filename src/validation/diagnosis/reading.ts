import { type RegionResult, ROLE_NOT_ASSUMED } from '../../report/report';
import type { Proof, Source } from '../proof';
import { deniedByOf } from './region-groups';

/** A region's result as an answer to the question whether Datadog may work there, and where that comes from. */
export interface Reading {
  readonly source: Source;
  readonly answer: keyof Proof;
}

/** Null where nobody answered. */
export function readingOf(result: RegionResult): Reading | null {
  const { status, cause } = result;
  switch (status) {
    case 'ok':
      return { source: 'session of the role', answer: 'yes' };
    case 'session-denied':
      return {
        source: isOnOurWay(result) ? 'own credentials' : 'session of the role',
        answer: 'no',
      };
    case 'assume-role-denied':
      return { source: 'AssumeRole of the validator', answer: 'no' };
    case 'sts-not-activated':
      return { source: 'settings of the account', answer: 'no' };
    case 'region-not-enabled':
      // A token that is not taken may only be ours: see regions.ts.
      return {
        source:
          deniedByOf(result) === 'credentials not taken' ? 'own credentials' : 'settings of the account',
        answer: 'no',
      };
    case 'not-tried':
      return cause === ROLE_NOT_ASSUMED ? { source: 'own credentials', answer: 'yes' } : null;
    case 'throttled':
    case 'unreachable':
      return null;
  }
}

/** What stands between us and AWS, or is a part of our own session, does not stand in Datadog's way. */
function isOnOurWay(result: RegionResult): boolean {
  return deniedByOf(result) === 'VPC endpoint policy' || (result.cause ?? '').startsWith('session_policy_');
}
