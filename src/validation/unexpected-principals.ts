import { keysOf } from '../policy/answer';
import { decideBy } from '../policy/decide';
import { type KeyKnowledge, known, maybeSent, type RequestContext, someValue } from '../policy/knowledge';
import type { ParsedDocument, ParsedPrincipal, ParsedStatement } from '../policy/parse';
import { parsePrincipalId } from '../policy/principal-id';
import type { Caller } from '../policy/principals';
import { evaluateStatement } from '../policy/statement';
import { ASSUME_ROLE } from '../policy/trust';
import { isExternalIdKey } from './external-id-conditions';
import type { TrustExpectation } from './trust-question';

/** Somebody who may assume the role and ought not to. */
export interface UnexpectedPrincipal {
  readonly principal: string;
  /** Everybody, or another account; otherwise somebody of this account, a service, or one who was deleted. */
  readonly isOutside: boolean;
  /** The condition keys that it depends on whether he is let in, besides the external id. */
  readonly dependsOn: readonly string[];
}

/** Somebody whom a policy may let in, and what is known of his requests. */
interface Candidate {
  readonly caller: Caller;
  readonly isOutside: boolean;
  readonly context: RequestContext;
}

/** Whom the policy lets in who knows the external id, besides Datadog and those who try the role. */
export function unexpectedPrincipalsIn(
  policy: ParsedDocument,
  expected: TrustExpectation,
): readonly UnexpectedPrincipal[] {
  const found = policy.statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((allow) =>
      namesIn(allow)
        .filter(({ id }) => !isWelcome(id, expected))
        .flatMap((principal) => letIn(principal, allow, policy, expected)),
    );
  return [...new Map(found.map((one) => [one.principal, one])).values()];
}

function namesIn({ principals, notPrincipals }: ParsedStatement): readonly ParsedPrincipal[] {
  if (notPrincipals === undefined) return principals ?? [];
  return [{ type: 'AWS', id: `everybody but ${notPrincipals.map(({ id }) => id).join(', ')}` }];
}

function isWelcome(principal: string, { datadogAccountId, selfTestPrincipals }: TrustExpectation): boolean {
  const id = parsePrincipalId(principal);
  const isDatadogs = 'accountId' in id && id.accountId === datadogAccountId;
  return isDatadogs || selfTestPrincipals.includes(principal);
}

function letIn(
  { type, id: principal }: ParsedPrincipal,
  allow: ParsedStatement,
  policy: ParsedDocument,
  expected: TrustExpectation,
): readonly UnexpectedPrincipal[] {
  const candidates = type === 'AWS' ? candidatesFor(principal, expected) : [];
  // Services, identity providers and who was deleted have no requests of which anything is known.
  if (candidates.length === 0) return [{ principal, isOutside: false, dependsOn: [] }];
  for (const { caller, isOutside, context } of candidates) {
    const { answer } = decideBy(
      [withoutExternalId(allow), ...policy.statements.filter(({ effect }) => effect === 'Deny')].map(
        (statement, index) =>
          evaluateStatement(statement, index, policy.version, { action: ASSUME_ROLE, caller, context }),
      ),
    );
    const dependsOn = keysOf([answer]).filter((key) => !isExternalIdKey(key));
    if (answer.is !== 'no') return [{ principal, isOutside, dependsOn }];
  }
  return [];
}

/** Whom a principal stands for, strangers first. */
function candidatesFor(principal: string, expected: TrustExpectation): readonly Candidate[] {
  const { partition, accountId, datadogAccountId } = expected;
  const id = parsePrincipalId(principal);
  const ofAccount = (account: string): Candidate => ({
    caller: { kind: 'session-of', partition, accountId: account },
    isOutside: account !== accountId,
    context: contextOf(known(account), someValue(`arn:*:*::${account}:*`), expected),
  });
  if (id.kind === 'everyone' || principal.startsWith('everybody but ')) {
    const notOf = [datadogAccountId, accountId];
    const excluded = notOf.map((account) => `arn:*:*::${account}:*`);
    const stranger: Candidate = {
      caller: { kind: 'stranger', notOf },
      isOutside: true,
      context: contextOf(someValue('????????????', notOf), someValue('arn:*:*::*:*', excluded), expected),
    };
    return [stranger, ofAccount(accountId)];
  }
  if (id.kind === 'account') return [ofAccount(id.accountId)];
  if (!('accountId' in id)) return [];
  const arn = id.kind === 'session' ? `arn:*:iam::${id.accountId}:role/*${id.role}` : principal;
  return [
    {
      caller: { kind: 'exact', arn: principal },
      isOutside: id.accountId !== accountId,
      context: contextOf(known(id.accountId), someValue(arn), expected),
    },
  ];
}

/** Of the requests of others only who they are is known, and what they ask. */
function contextOf(
  account: KeyKnowledge,
  arn: KeyKnowledge,
  { accountId }: TrustExpectation,
): RequestContext {
  const facts = new Map([
    ['aws:principalaccount', account],
    ['aws:principalarn', arn],
    ['aws:principalisawsservice', known('false')],
    ['aws:securetransport', known('true')],
    ['aws:viaawsservice', known('false')],
    ['aws:resourceaccount', known(accountId)],
  ]);
  return (key) => facts.get(key.toLowerCase()) ?? maybeSent();
}

/** External ids are no secret to AWS: whoever asks is taken to know it. */
function withoutExternalId(statement: ParsedStatement): ParsedStatement {
  return { ...statement, conditions: statement.conditions.filter(({ key }) => !isExternalIdKey(key)) };
}
