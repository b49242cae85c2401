import { decide } from '../policy/decide';
import { known, maybeSent } from '../policy/knowledge';
import type { ParsedDocument, ParsedStatement } from '../policy/parse';
import { evaluateStatement } from '../policy/statement';
import { WRONG_EXTERNAL_ID } from '../probe/session';
import { externalIdConditions, isExternalIdKey } from './external-id-conditions';
import { datadogsQuestion, type TrustExpectation } from './trust-question';

/** A statement that lets in Datadog for somebody who does not know the role's external id. */
export interface ExternalIdOpening {
  /** By its Sid, or its number. */
  readonly statement: string;
  /** What it demands of the external id, as it is written; empty if nothing. */
  readonly demands: ParsedStatement['conditions'];
  /** Examples of what it takes as well; null stands for no external id at all. */
  readonly accepts: readonly (string | null)[];
}

/** Operators that demand one value, in its letters, and that there is one. */
const EXACT = ['StringEquals', 'ForAnyValue:StringEquals'];

/**
 * The statements that let in Datadog, or may, with another external id than the role's or with none, where no Deny refuses that.
 * Which id is the role's, the policy itself says where it does not accept the expected one: then another check tells so.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export function openingsFor(
  policy: ParsedDocument,
  expected: TrustExpectation,
  regions: readonly (string | null)[],
  isExpectedAccepted: boolean,
): readonly ExternalIdOpening[] {
  const right = isExpectedAccepted ? [expected.externalId] : policy.statements.flatMap(idsDemandedAlone);
  const open = new Map<string, ExternalIdOpening>();
  for (const region of regions) {
    const question = datadogsQuestion(expected, region, maybeSent('*', right));
    const { answer, statements } = decide(policy, question);
    if (answer.is === 'no') continue;
    for (const { statement, label, answer: lets, conditions } of statements) {
      if (statement.effect === 'Deny' || lets.is === 'no' || open.has(label)) continue;
      const demands = externalIdConditions(conditions).map(({ condition }) => condition);
      const candidates = candidatesFor(statement, expected.externalId).filter(
        (id) => id === null || !right.includes(id),
      );
      const accepts = candidates.filter((id) => {
        const asked = datadogsQuestion(expected, region, id === null ? known() : known(id));
        return evaluateStatement(statement, 0, policy.version, asked).answer.is !== 'no';
      });
      open.set(label, { statement: label, demands, accepts });
    }
  }
  return [...open.values()];
}

/** The external id of a statement that takes no other. */
function idsDemandedAlone({ conditions }: ParsedStatement): readonly string[] {
  return conditions
    .filter(
      ({ key, operator, values }) => isExternalIdKey(key) && EXACT.includes(operator) && values.length === 1,
    )
    .flatMap(({ values }) => values);
}

/** None, one that has nothing to do with the role's, one that begins like it, one in other letters, and those that are listed. */
function candidatesFor(statement: ParsedStatement, externalId: string): readonly (string | null)[] {
  const listed = statement.conditions
    .filter(({ key }) => isExternalIdKey(key))
    .flatMap(({ values }) => values);
  const inOtherLetters = [externalId.toUpperCase(), externalId.toLowerCase()].find((id) => id !== externalId);
  return [
    ...new Set([
      null,
      WRONG_EXTERNAL_ID,
      `${externalId}-wrong`,
      ...(inOtherLetters === undefined ? [] : [inOtherLetters]),
      ...listed.filter((id) => !/[*?$]/.test(id)),
    ]),
  ];
}
