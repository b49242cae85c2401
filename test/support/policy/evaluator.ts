import type { PolicyDocument, Statement } from '../../../src/policy/document';
import { KNOWN_ACTIONS } from './policy-documents';

/** What a document grants of the known actions; written without the code under test, by regular expression. */
export function grantedActions(document: PolicyDocument): Set<string> {
  const statements = [document.Statement].flat() as Statement[];
  const matching = (effect: string) =>
    KNOWN_ACTIONS.filter((action) => statements.some((one) => one.Effect === effect && applies(one, action)));
  const denied = new Set(matching('Deny'));
  return new Set(matching('Allow').filter((action) => !denied.has(action)));
}

function applies(statement: Statement, action: string): boolean {
  const named = (patterns: unknown) =>
    [patterns].flat().some((pattern) => {
      const expression = String(pattern).replaceAll('*', '.*').replaceAll('?', '.');
      return new RegExp(`^${expression}$`, 'i').test(action);
    });
  return statement.NotAction === undefined ? named(statement.Action) : !named(statement.NotAction);
}
