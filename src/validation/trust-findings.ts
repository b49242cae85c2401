import { accountRootArn } from '../aws/arn';
import type { OneOrMany, PolicyDocument, Statement } from '../policy/document';
import { parseDocument } from '../policy/parse';
import { parsePrincipalId } from '../policy/principal-id';
import { evaluateTrust, type TrustDecision } from '../policy/trust';
import { WRONG_EXTERNAL_ID } from '../probe/session';

/** Whom a trust policy ought to let in, and how. */
export interface TrustExpectation {
  readonly partition: string;
  readonly accountId: string;
  readonly datadogAccountId: string;
  readonly externalId: string;
  /** ARNs of the roles that try the role. */
  readonly selfTestPrincipals: readonly string[];
}

/** Somebody who may assume the role and ought not to. */
export interface UnexpectedPrincipal {
  readonly principal: string;
  /** Everybody, or another account; otherwise somebody of this account, a service, or one who was deleted. */
  readonly isOutside: boolean;
}

/** What a trust policy means for Datadog, asked so that each answer has one reason. */
export interface TrustFindings {
  readonly datadogArn: string;
  /** The whole policy, asked by Datadog with the external id. */
  readonly datadog: TrustDecision;
  /** Allow statements only, their conditions on the external id left out. */
  readonly principal: TrustDecision;
  /** Allow statements only, without any condition: tells a wrong principal from a condition that is never met. */
  readonly principalAlone: TrustDecision;
  /** Allow statements only. */
  readonly externalId: TrustDecision;
  /** With which external ids Datadog is let in although it must not; null stands for none at all. */
  readonly acceptedExternalIds: readonly (string | null)[];
  /** Deny statements about Datadog that depend on what the validator cannot know, by the keys of their conditions. */
  readonly undecidedDenies: readonly string[];
  readonly unexpectedPrincipals: readonly UnexpectedPrincipal[];
}

/** Condition keys of a request by Datadog that follow from who Datadog is. */
const KNOWN_KEYS = [
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalisawsservice',
  'aws:principaltype',
  'aws:securetransport',
  'sts:externalid',
];

/** Judges a trust policy (JSON text) for Datadog's real principal, which the validator cannot be. Pure. */
export function trustFindings(text: string, expected: TrustExpectation): TrustFindings {
  const document: PolicyDocument = JSON.parse(text);
  const datadogArn = accountRootArn(expected.partition, expected.datadogAccountId);
  const request = { principalArn: datadogArn, externalId: expected.externalId };
  const allows = keep(document, ({ Effect }) => Effect === 'Allow');
  const wrongIds = [null, WRONG_EXTERNAL_ID, `${expected.externalId}-wrong`];
  return {
    datadogArn,
    datadog: evaluateTrust(document, request),
    principal: evaluateTrust(withoutConditions(allows, isExternalIdKey), request),
    principalAlone: evaluateTrust(
      withoutConditions(allows, () => true),
      request,
    ),
    externalId: evaluateTrust(allows, request),
    acceptedExternalIds: wrongIds.filter(
      (externalId) =>
        evaluateTrust(document, { principalArn: datadogArn, ...(externalId === null ? {} : { externalId }) })
          .allowed,
    ),
    undecidedDenies: undecidedDenies(document, request),
    unexpectedPrincipals: unexpectedPrincipalsIn(document, expected),
  };
}

/** The external ids (or patterns of them) that a trust policy names in its conditions. */
export function externalIdsIn(text: string): readonly string[] {
  const conditions = parseDocument(text).statements.flatMap((statement) => statement.conditions);
  return conditions.filter(({ key }) => isExternalIdKey(key)).flatMap(({ values }) => values);
}

/** Is this the condition key of external ids? IAM overlooks letter case. */
export function isExternalIdKey(key: string): boolean {
  return key.toLowerCase() === 'sts:externalid';
}

function undecidedDenies(
  document: PolicyDocument,
  request: { readonly principalArn: string; readonly externalId: string },
): readonly string[] {
  const everybody: Statement = { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' };
  return statementsOf(document).flatMap((statement) => {
    const keys = Object.values(statement.Condition ?? {})
      .flatMap((operands) => Object.keys(operands))
      .filter((key) => !KNOWN_KEYS.includes(key.toLowerCase()));
    if (statement.Effect !== 'Deny' || keys.length === 0) return [];
    const denies = (deny: Statement) =>
      !evaluateTrust({ ...document, Statement: [everybody, deny] }, request).allowed;
    const { Condition: _, ...unconditional } = statement;
    return denies(unconditional) && !denies(statement) ? [keys.join(', ')] : [];
  });
}

function unexpectedPrincipalsIn(
  document: PolicyDocument,
  expected: TrustExpectation,
): readonly UnexpectedPrincipal[] {
  const welcome = [expected.datadogAccountId, ...expected.selfTestPrincipals];
  const isWelcome = (principal: string) => {
    const id = parsePrincipalId(principal);
    return welcome.includes(id.kind === 'account' ? id.accountId : principal);
  };
  const unexpectedPrincipals = parseDocument(document)
    .statements.filter(({ effect }) => effect === 'Allow')
    .flatMap(({ principals, notPrincipals }) =>
      notPrincipals === undefined
        ? (principals ?? []).map(({ id }) => id)
        : [`everybody but ${notPrincipals.map(({ id }) => id).join(', ')}`],
    )
    .filter((principal) => !isWelcome(principal));
  return [...new Set(unexpectedPrincipals)].map((principal) => ({
    principal,
    isOutside: isOutside(principal, expected.accountId),
  }));
}

function isOutside(principal: string, accountId: string): boolean {
  const id = parsePrincipalId(principal);
  if (id.kind === 'everyone' || principal.startsWith('everybody but ')) return true;
  return 'accountId' in id && id.accountId !== accountId;
}

function keep(document: PolicyDocument, wanted: (statement: Statement) => boolean): PolicyDocument {
  return { ...document, Statement: statementsOf(document).filter(wanted) };
}

function withoutConditions(document: PolicyDocument, isDropped: (key: string) => boolean): PolicyDocument {
  const Statement = statementsOf(document).map(({ Condition, ...statement }) => ({
    ...statement,
    Condition: Object.fromEntries(
      Object.entries(Condition ?? {}).map(([operator, operands]) => [
        operator,
        Object.fromEntries(Object.entries(operands).filter(([key]) => !isDropped(key))),
      ]),
    ),
  }));
  return { ...document, Statement };
}

function statementsOf({ Statement: statements }: PolicyDocument): readonly Statement[] {
  return [statements as OneOrMany<Statement>].flat();
}
