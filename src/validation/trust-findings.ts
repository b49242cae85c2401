import { accountRootArn } from '../aws/arn';
import { type Answer, allOf, anyOf } from '../policy/answer';
import { type Decision, decide } from '../policy/decide';
import { type ParsedDocument, parseDocument } from '../policy/parse';
import type { EvaluatedStatement } from '../policy/statement';
import { ASSUME_ROLE, describeDenial, whyNothingAllows } from '../policy/trust';
import { externalIdConditions, isExternalIdKey } from './external-id-conditions';
import { type ExternalIdOpening, openingsFor } from './external-id-openings';
import { regionsAlike } from './regions-alike';
import { datadogsQuestion, type TrustExpectation } from './trust-question';
import { type UnexpectedPrincipal, unexpectedPrincipalsIn } from './unexpected-principals';

/** The check that tells why Datadog is refused. */
export type RefusingCheck = 'trust-principal' | 'external-id' | 'trust-no-deny';

/** What a trust policy means for Datadog in one region, asked so that each answer has one reason. */
export interface RegionalTrust {
  /** Null where it may be any. */
  readonly region: string | null;
  /** The whole policy, asked by Datadog with the external id. */
  readonly datadog: Decision;
  /** Allow statements only, whatever external id they demand; `decidedBy` are those that it hangs on. */
  readonly principal: Finding;
  /** What the Allow statements that are about Datadog demand as external id; null where none is. */
  readonly externalId: Finding | null;
  /** Does a Deny refuse Datadog? */
  readonly deny: Finding;
  /** Null unless Datadog is refused for certain. */
  readonly refusedBy: RefusingCheck | null;
}

/** An answer with the statements that it comes from. */
export interface Finding {
  readonly answer: Answer;
  readonly decidedBy: readonly EvaluatedStatement[];
  /** Why Datadog is kept out; means nothing where it is not. */
  readonly reason: string;
}

/** What a trust policy means for Datadog. */
export interface TrustFindings {
  /** As trust policies name Datadog's account. */
  readonly datadogArn: string;
  /** Region by region, never empty. Reasons name the first of the regions for which they are the same. */
  readonly byRegion: readonly RegionalTrust[];
  /** Does a statement name Datadog at all, whatever its conditions? */
  readonly isNamed: boolean;
  /** Statements that let in Datadog with other external ids, or without any. */
  readonly openings: readonly ExternalIdOpening[];
  readonly unexpectedPrincipals: readonly UnexpectedPrincipal[];
}

/** Judges a trust policy (JSON text) for Datadog's real principal, which the validator cannot be. Pure. */
export function trustFindings(text: string, expected: TrustExpectation): TrustFindings {
  const policy = parseDocument(text);
  const regions = expected.askedRegions.length === 0 ? [null] : expected.askedRegions;
  const alike = regionsAlike(policy, regions);
  const found = new Map(
    alike.flatMap((group) => {
      const trust = trustOf(policy, expected, group[0] ?? null);
      return group.map((region) => [region, { ...trust, region }] as const);
    }),
  );
  const byRegion = regions.flatMap((region) => found.get(region) ?? []);
  return {
    datadogArn: datadogArnOf(expected),
    byRegion,
    isNamed: byRegion.some(({ datadog }) =>
      datadog.statements.some(
        ({ statement, action, caller }) =>
          statement.effect === 'Allow' && action.is !== 'no' && caller.is !== 'no',
      ),
    ),
    openings: openingsFor(
      policy,
      expected,
      alike.map(([region = null]) => region),
    ),
    unexpectedPrincipals: unexpectedPrincipalsIn(policy, expected),
  };
}

/** What a trust policy (JSON text) means for Datadog at the STS endpoint of one region. Pure. */
export function trustInRegion(text: string, expected: TrustExpectation, region: string): RegionalTrust {
  return trustOf(parseDocument(text), expected, region);
}

/** The check that tells why Datadog is refused wherever it asks; null where it is not, or not for certain. */
export function refusedEverywhereBy({ byRegion }: TrustFindings): RefusingCheck | null {
  const [first] = byRegion;
  return byRegion.every(({ refusedBy }) => refusedBy !== null) ? (first?.refusedBy ?? null) : null;
}

function trustOf(policy: ParsedDocument, expected: TrustExpectation, region: string | null): RegionalTrust {
  const question = datadogsQuestion(expected, region);
  const datadog = decide(policy, question);
  const allows = datadog.statements.filter(({ statement }) => statement.effect === 'Allow');
  const reaching = allows.filter((allow) => answerButExternalId(allow).is !== 'no');
  const accepting = reaching.filter((allow) => answerToExternalId(allow).is !== 'no');
  const certain = accepting.filter((allow) => answerButExternalId(allow).is === 'yes');
  const why = (statements: readonly EvaluatedStatement[]) =>
    whyNothingAllows(statements, ASSUME_ROLE, datadogArnOf(expected), question.context);
  const principal = {
    ...anyOfStatements(firstOf(accepting, reaching), answerButExternalId),
    reason: why(allows.map(withoutExternalId)),
  };
  const externalId =
    reaching.length === 0
      ? null
      : {
          ...anyOfStatements(firstOf(certain, accepting, reaching), answerToExternalId),
          reason: why(reaching),
        };
  const denies = datadog.statements.filter(({ statement }) => statement.effect === 'Deny');
  const denied = anyOfStatements(denies, ({ answer }) => answer);
  const reason = denied.decidedBy
    .map((deny) => describeDenial(deny, ASSUME_ROLE, datadogArnOf(expected)))
    .join('; ');
  const findings = { principal, externalId, deny: { ...denied, reason } };
  return { region, datadog, ...findings, refusedBy: refusingCheck(findings) };
}

function refusingCheck(
  findings: Pick<RegionalTrust, 'principal' | 'externalId' | 'deny'>,
): RefusingCheck | null {
  if (findings.principal.answer.is === 'no') return 'trust-principal';
  if (findings.externalId?.answer.is === 'no') return 'external-id';
  return findings.deny.answer.is === 'yes' ? 'trust-no-deny' : null;
}

/** The first that is not empty. */
function firstOf(...lists: readonly (readonly EvaluatedStatement[])[]): readonly EvaluatedStatement[] {
  return lists.find((list) => list.length > 0) ?? [];
}

/** Those of the statements that make the answer are those that have it. */
function anyOfStatements(
  statements: readonly EvaluatedStatement[],
  answerOfOne: (statement: EvaluatedStatement) => Answer,
): Omit<Finding, 'reason'> {
  const answer = anyOf(statements.map(answerOfOne));
  return { answer, decidedBy: statements.filter((one) => answerOfOne(one).is === answer.is) };
}

/** Does a statement accept the external id that was asked with? */
function answerToExternalId({ conditions }: EvaluatedStatement): Answer {
  return allOf(externalIdConditions(conditions).map(({ answer }) => answer));
}

/** Does a statement apply as far as the external id does not matter? */
function answerButExternalId(evaluated: EvaluatedStatement): Answer {
  return withoutExternalId(evaluated).answer;
}

function withoutExternalId(evaluated: EvaluatedStatement): EvaluatedStatement {
  const conditions = evaluated.conditions.filter(({ condition }) => !isExternalIdKey(condition.key));
  const answers = [evaluated.action, evaluated.caller, ...conditions.map(({ answer }) => answer)];
  return { ...evaluated, conditions, answer: allOf([...answers, evaluated.soundness]) };
}

function datadogArnOf({ partition, datadogAccountId }: TrustExpectation): string {
  return accountRootArn(partition, datadogAccountId);
}
