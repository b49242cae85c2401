import type { OneOrMany, PolicyDocument, Statement } from './document';
import { parseDocument } from './parse';

/** What a trust policy comes to whose every statement was about principals that do not exist any more. */
const LETS_NOBODY_IN: Statement = {
  Sid: 'NobodyIsLeft',
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: 'sts:AssumeRole',
};

/**
 * The trust policy without principals that do not exist any more, as JSON text. They were nobody, so it means the same
 * as before: a statement about nobody else goes. What NotPrincipal names stays, because without it a statement could
 * come to be about more. The text stays as it is when nothing is left out.
 */
export function withoutPrincipals(document: string, gone: readonly string[]): string {
  if (!principalIds(document).some((id) => gone.includes(id))) return document;
  // IAM has checked the grammar of what it returns.
  const policy = JSON.parse(document) as PolicyDocument;
  const left = listOf(policy.Statement).flatMap((statement) => withoutThem(statement, gone));
  return JSON.stringify({ ...policy, Statement: left.length === 0 ? [LETS_NOBODY_IN] : left });
}

/** The ids that a trust policy's Principal elements name, each once, but for everybody's. */
export function principalIds(document: string): readonly string[] {
  const ids = parseDocument(document).statements.flatMap(
    ({ principals }) => principals?.map(({ id }) => id) ?? [],
  );
  return [...new Set(ids)].filter((id) => id !== '*');
}

/** The statement as it remains; empty when it is about nobody. */
function withoutThem(statement: Statement, gone: readonly string[]): readonly Statement[] {
  const { Principal: principal } = statement;
  if (principal === undefined || principal === '*') return [statement];
  const left = Object.entries(principal)
    .map(([type, ids]) => [type, idsLeft(ids, gone)] as const)
    .filter(([, ids]) => listOf(ids).length > 0);
  return left.length === 0 ? [] : [{ ...statement, Principal: Object.fromEntries(left) }];
}

function idsLeft(ids: OneOrMany<string>, gone: readonly string[]): OneOrMany<string> {
  return listOf(ids).some((id) => gone.includes(id)) ? listOf(ids).filter((id) => !gone.includes(id)) : ids;
}

function listOf<T>(value: OneOrMany<T>): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}
