import { type ConditionContext, compileConditions, conditionKeysOf } from './conditions';
import { asList, isObject } from './document';
import { awsPrincipals } from './principals';
import { WildcardSet } from './wildcards';

export interface Statement {
  readonly allows: boolean;
  readonly principals: readonly string[] | undefined;
  readonly notPrincipals: readonly string[] | undefined;
  /** The condition keys that the statement asks for, as written. */
  readonly conditionKeys: readonly string[];
  /** Whether the statement speaks of this action on this resource under these conditions. */
  readonly covers: (action: string, resource: string, context: ConditionContext) => boolean;
}

export interface CompiledPolicy {
  readonly statements: readonly Statement[];
}

/** Policies made ready for evaluation, each text once. */
export class PolicyLibrary {
  readonly #compiled = new Map<string, CompiledPolicy>();

  /** @throws Error when the document is no policy at all */
  compile(document: string | object): CompiledPolicy {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    const known = this.#compiled.get(text);
    if (known !== undefined) return known;
    const compiled = compilePolicy(JSON.parse(text));
    this.#compiled.set(text, compiled);
    return compiled;
  }
}

function compilePolicy(document: unknown): CompiledPolicy {
  if (!isObject(document)) throw new Error('a policy is a JSON object');
  return { statements: asList(document['Statement']).filter(isObject).map(compileStatement) };
}

function compileStatement(statement: Readonly<Record<string, unknown>>): Statement {
  const actions = oneOf(statement, 'Action', true);
  // A trust policy has no Resource: it speaks of the role that it belongs to.
  const resources = oneOf(statement, 'Resource', false);
  const conditions = compileConditions(statement['Condition']);
  return {
    allows: statement['Effect'] === 'Allow',
    principals: 'Principal' in statement ? awsPrincipals(statement['Principal']) : undefined,
    notPrincipals: 'NotPrincipal' in statement ? awsPrincipals(statement['NotPrincipal']) : undefined,
    conditionKeys: conditionKeysOf(statement['Condition']),
    covers: (action, resource, context) =>
      actions(action) && resources(resource) && conditions.every((condition) => condition(context)),
  };
}

/** Reads `Action` or its opposite `NotAction` (and so for Resource) as one test. */
function oneOf(
  statement: Readonly<Record<string, unknown>>,
  element: string,
  ignoreCase: boolean,
): (text: string) => boolean {
  const opposite = `Not${element}`;
  const listed = (name: string) => new WildcardSet(asList(statement[name]).map(String), ignoreCase);
  if (opposite in statement) {
    const excluded = listed(opposite);
    return (text) => !excluded.matches(text);
  }
  if (!(element in statement)) return () => true;
  const included = listed(element);
  return (text) => included.matches(text);
}
