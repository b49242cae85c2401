import { accountRootArn } from '../aws/arn';
import { parseOperatorName } from './operator-name';
import type { ParsedCondition, ParsedDocument, ParsedPrincipal, ParsedStatement } from './parse';
import { parsePrincipalId } from './principal-id';

/** Operators that ignore the letter case of what they compare. */
const CASE_INSENSITIVE_OPERATORS = ['Bool', 'Null', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'];

/**
 * One text for all ways of writing a document that lies in `partition`: what IAM does not distinguish (order,
 * repetition, letter case of actions and condition keys) is levelled, everything else is kept.
 */
export function canonicalText(document: ParsedDocument, partition: string): string {
  const statements = document.statements.map((statement) => canonicalStatement(statement, partition));
  return JSON.stringify([
    document.version,
    document.id,
    ordered(statements),
    canonicalJson(document.unknown),
  ]);
}

function canonicalStatement(statement: ParsedStatement, partition: string): string {
  return JSON.stringify([
    statement.sid,
    statement.effect,
    canonicalPrincipals(statement.principals, partition),
    canonicalPrincipals(statement.notPrincipals, partition),
    canonicalActions(statement.actions),
    canonicalActions(statement.notActions),
    optional(statement.resources, ordered),
    optional(statement.notResources, ordered),
    ordered(statement.conditions.map(canonicalCondition)),
    canonicalJson(statement.unknown),
  ]);
}

function canonicalPrincipals(principals: readonly ParsedPrincipal[] | undefined, partition: string) {
  return optional(principals, (all) => ordered(all.map((one) => canonicalPrincipal(one, partition))));
}

function canonicalPrincipal({ type, id }: ParsedPrincipal, partition: string): string {
  const principal = parsePrincipalId(id);
  const isBareAccount = type === 'AWS' && principal.kind === 'account' && principal.partition === undefined;
  return JSON.stringify([type, isBareAccount ? accountRootArn(partition, id) : id]);
}

function canonicalActions(actions: readonly string[] | undefined) {
  return optional(actions, (all) => ordered(all.map((action) => action.toLowerCase())));
}

function canonicalCondition({ operator, key, values }: ParsedCondition): string {
  const ignoresCase = CASE_INSENSITIVE_OPERATORS.includes(parseOperatorName(operator).base);
  const levelled = values.map((value) => (ignoresCase ? value.toLowerCase() : value));
  return JSON.stringify([operator, key.toLowerCase(), ordered(levelled)]);
}

function optional<T, R>(value: T | undefined, level: (value: T) => R): R | undefined {
  return value === undefined ? undefined : level(value);
}

function ordered(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

/** JSON with the members of every object in one order. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
