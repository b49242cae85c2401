import { decide } from '../policy/decide';
import { type KeyKnowledge, known, someValue } from '../policy/knowledge';
import type { ParsedCondition, ParsedDocument } from '../policy/parse';
import { WRONG_EXTERNAL_ID } from '../probe/session';
import { externalIdConditions, isExternalIdKey } from './external-id-conditions';
import { datadogsQuestion, type TrustExpectation } from './trust-question';

/** A statement that lets in Datadog for somebody who does not know the role's external id. */
export interface ExternalIdOpening {
  /** By its Sid, or its number. */
  readonly statement: string;
  /** What it demands of the external id, as it is written; empty if nothing. */
  readonly demands: readonly ParsedCondition[];
  /** Examples of what it takes as well; null stands for no external id at all. */
  readonly accepts: readonly (string | null)[];
  /** May there be more than these examples? Otherwise they are all. */
  readonly acceptsMore: boolean;
}

/** An external id to ask with, or all that are not asked with one by one. */
interface Attempt {
  readonly externalId: KeyKnowledge;
  /** Undefined for all others. */
  readonly example: string | null | undefined;
}

/**
 * The statements that let in Datadog, or may, with another external id than the expected one or with none, where no Deny refuses
 * that.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export function openingsFor(
  policy: ParsedDocument,
  expected: TrustExpectation,
  regions: readonly (string | null)[],
): readonly ExternalIdOpening[] {
  const open = new Map<string, ExternalIdOpening>();
  for (const { externalId, example } of attemptsFor(policy, expected.externalId)) {
    for (const region of regions) {
      const { answer, statements } = decide(policy, datadogsQuestion(expected, region, externalId));
      if (answer.is === 'no') continue;
      for (const { statement, label, answer: lets, conditions } of statements) {
        if (statement.effect === 'Deny' || lets.is === 'no') continue;
        const { accepts = [], acceptsMore = false } = open.get(label) ?? {};
        open.set(label, {
          statement: label,
          demands: externalIdConditions(conditions).map(({ condition }) => condition),
          accepts: [...new Set([...accepts, ...(example === undefined ? [] : [example])])],
          acceptsMore: acceptsMore || example === undefined,
        });
      }
    }
  }
  return [...open.values()];
}

/**
 * None; one that has nothing to do with the role's, one that begins like it, and one in other letters; those that the policy names, each for
 * itself, because what two conditions on it have in common nothing else would tell; and all others.
 */
function attemptsFor({ statements }: ParsedDocument, right: string): readonly Attempt[] {
  const named = statements
    .flatMap(({ conditions }) => conditions)
    .filter(({ key }) => isExternalIdKey(key))
    .flatMap(({ values }) => values)
    .filter((id) => !/[*?$]/.test(id));
  const examples = [WRONG_EXTERNAL_ID, `${right}-wrong`, right.toUpperCase(), right.toLowerCase(), ...named];
  const wrong = [...new Set(examples)].filter((id) => id !== right);
  return [
    { externalId: known(), example: null },
    ...wrong.map((id) => ({ externalId: known(id), example: id })),
    { externalId: someValue('*', [right, ...wrong]), example: undefined },
  ];
}
