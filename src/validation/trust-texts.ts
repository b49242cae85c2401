import { describeCondition } from '../policy/conditions';
import { sessionKeyOf } from '../policy/session-keys';
import { type EvaluatedStatement, principalsOf } from '../policy/statement';
import { ASSUME_ROLE } from '../policy/trust';
import type { Situation } from './situation';

/*
 * What is said where a trust policy leaves open whether Datadog gets in: what it hangs on, what would prove it, and what helps
 * without taking away what somebody put there on purpose.
 */

/** The statements that it hangs on, with their open conditions, and what is known of the keys. */
export function describeUndecided(
  statements: readonly EvaluatedStatement[],
  keys: readonly string[],
): readonly string[] {
  const unique = new Map(statements.map((one) => [one.label, one]));
  return [
    ...[...unique.values()].map(describeOpen),
    ...keys.map((key) => {
      const listed = sessionKeyOf(key);
      return listed === undefined
        ? `Nothing is known of ${key} in Datadog's requests.`
        : `${key}: ${listed.why} ${listed.page}`;
    }),
  ];
}

function describeOpen({ statement, label, caller, conditions, soundness }: EvaluatedStatement): string {
  const open = [
    ...(caller.is === 'depends' ? [`the caller is ${principalsOf(statement)}`] : []),
    ...conditions
      .filter(({ answer }) => answer.is === 'depends')
      .map(({ condition }) => describeCondition(condition)),
    ...(soundness.is === 'depends' ? [`its ${soundness.on.join(', ')} is understood`] : []),
  ].join(' and ');
  return statement.effect === 'Allow'
    ? `${label} lets in Datadog only if ${open}.`
    : `${label} denies ${ASSUME_ROLE} to ${principalsOf(statement)} if ${open}.`;
}

/** What would prove whether Datadog gets in, and what to do if it does not. */
export function remedyOfUndecided(
  statements: readonly EvaluatedStatement[],
  situation: Situation,
): readonly string[] {
  const { datadogAccountId, roleName } = situation.target.spec;
  return [
    `Only a request by Datadog shows it: look in CloudTrail's event history, region by region, for events AssumeRole of ${roleName} whose userIdentity has the accountId ${datadogAccountId}. Where there are some, Datadog gets in.`,
    ...exceptDatadog(statements, situation, 'If Datadog is kept out'),
  ];
}

/** How each statement lets in Datadog and stays as it is for everybody else. */
export function exceptDatadog(
  statements: readonly EvaluatedStatement[],
  { target: { spec } }: Situation,
  when: string,
): readonly string[] {
  const steps = statements.map(({ statement, label }) =>
    statement.effect === 'Deny'
      ? `${when}, except Datadog in ${label} and leave the rest: add "StringNotEquals": { "aws:PrincipalAccount": "${spec.datadogAccountId}" } to its Condition.`
      : `${when}, leave ${label} and add one for the account ${spec.datadogAccountId} whose only condition is the external id.`,
  );
  return [...new Set(steps)];
}
