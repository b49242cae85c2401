import { type ConditionContext, compileConditions, conditionKeysOf } from './conditions';
import { asList, isObject } from './document';
import { awsPrincipals } from './principals';
import { filledIn, hasVariables } from './variables';
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
  const takesVariables = document['Version'] === '2012-10-17';
  const statements = asList(document['Statement']).filter(isObject);
  return { statements: statements.map((statement) => compileStatement(statement, takesVariables)) };
}

function compileStatement(statement: Readonly<Record<string, unknown>>, takesVariables: boolean): Statement {
  const actions = oneOf(statement, 'Action', true, false);
  // A trust policy has no Resource: it speaks of the role that it belongs to.
  const resources = oneOf(statement, 'Resource', false, takesVariables);
  const conditions = compileConditions(statement['Condition'], takesVariables);
  return {
    allows: statement['Effect'] === 'Allow',
    principals: 'Principal' in statement ? awsPrincipals(statement['Principal']) : undefined,
    notPrincipals: 'NotPrincipal' in statement ? awsPrincipals(statement['NotPrincipal']) : undefined,
    conditionKeys: conditionKeysOf(statement['Condition']),
    covers: (action, resource, context) =>
      actions(action, context) &&
      resources(resource, context) &&
      conditions.every((condition) => condition(context)),
  };
}

/** Reads `Action` or its opposite `NotAction` (and so for Resource) as one test. */
function oneOf(
  statement: Readonly<Record<string, unknown>>,
  element: string,
  ignoreCase: boolean,
  takesVariables: boolean,
): (text: string, context: ConditionContext) => boolean {
  const opposite = `Not${element}`;
  const isListed = (name: string) => {
    const patterns = asList(statement[name]).map(String);
    const fixed = patterns.filter((pattern) => !takesVariables || !hasVariables(pattern));
    const variable = patterns.filter((pattern) => !fixed.includes(pattern));
    const set = new WildcardSet(fixed, ignoreCase);
    return (text: string, context: ConditionContext) =>
      set.matches(text) ||
      variable.some((pattern) =>
        new WildcardSet([filledIn(pattern, context) ?? []].flat(), ignoreCase).matches(text),
      );
  };
  if (opposite in statement) {
    const isExcluded = isListed(opposite);
    return (text, context) => !isExcluded(text, context);
  }
  return element in statement ? isListed(element) : () => true;
}
