import { type KeyKnowledge, known } from '../policy/knowledge';
import { sessionContext } from '../policy/session-keys';
import type { Question } from '../policy/statement';
import { ASSUME_ROLE } from '../policy/trust';

/** Whom a trust policy ought to let in, and how. */
export interface TrustExpectation {
  readonly partition: string;
  readonly accountId: string;
  readonly datadogAccountId: string;
  readonly externalId: string;
  /** ARNs of the roles that try the role. */
  readonly selfTestPrincipals: readonly string[];
  readonly roleTags: Readonly<Record<string, string>>;
  /** Where Datadog is to get in; empty where that is not known. */
  readonly askedRegions: readonly string[];
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/**
 * What Datadog asks in a region, or in any: some session of a role in its account, whose name nobody knows, wants to assume
 * the role.
 */
export function datadogsQuestion(
  { partition, accountId, datadogAccountId, roleTags, now, ...expected }: TrustExpectation,
  region: string | null,
  externalId: KeyKnowledge = known(expected.externalId),
): Question {
  const caller = { partition, accountId: datadogAccountId };
  const role = { accountId, tags: roleTags };
  return {
    action: ASSUME_ROLE,
    caller: { kind: 'session-of', ...caller },
    context: sessionContext({ caller, externalId, region, now, role }),
  };
}
