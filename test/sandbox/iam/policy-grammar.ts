import { compileConditions } from '../authorize/conditions';
import { asList, isObject } from '../authorize/document';
import { AwsError } from '../aws-error';

export type PolicyKind = 'permissions' | 'trust';

type Fields = Readonly<Record<string, unknown>>;

const POLICY_ELEMENTS = new Set(['Version', 'Id', 'Statement']);
const STATEMENT_ELEMENTS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);
const VERSIONS = ['2012-10-17', '2008-10-17'];
const SYNTAX = 'Syntax errors in policy.';

export function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', message);
}

/**
 * Checks a policy against IAM's grammar.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 *
 * @throws AwsError MalformedPolicyDocument in IAM's words
 */
export function checkGrammar(document: string, kind: PolicyKind): Fields {
  if (/^\s/.test(document)) throw malformed('JSON strings must not have leading spaces');
  const policy = parse(document, kind);
  if (!isObject(policy)) throw malformed(SYNTAX);
  if (Object.keys(policy).some((element) => !POLICY_ELEMENTS.has(element))) throw malformed(SYNTAX);
  if ('Version' in policy && !VERSIONS.includes(String(policy['Version']))) {
    throw malformed('The policy must contain a valid version string');
  }
  const statements = asList(policy['Statement']);
  if (statements.length === 0) throw malformed(SYNTAX);
  for (const statement of statements) checkStatement(statement, kind);
  checkStatementIds(statements.filter(isObject));
  return policy;
}

function parse(document: string, kind: PolicyKind): unknown {
  try {
    return JSON.parse(document);
  } catch {
    throw malformed(kind === 'trust' ? 'This policy contains invalid Json' : SYNTAX);
  }
}

function checkStatement(statement: unknown, kind: PolicyKind): void {
  if (!isObject(statement)) throw malformed(SYNTAX);
  if (Object.keys(statement).some((element) => !STATEMENT_ELEMENTS.has(element))) throw malformed(SYNTAX);
  for (const element of ['Action', 'Resource', 'Principal']) {
    if (element in statement && `Not${element}` in statement) throw malformed(SYNTAX);
  }
  if (kind === 'trust') checkTrustStatement(statement);
  else checkPermissionsStatement(statement);
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') throw malformed(SYNTAX);
  try {
    compileConditions(statement['Condition']);
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : String(error));
  }
}

function checkTrustStatement(statement: Fields): void {
  for (const element of ['Resource', 'NotResource']) {
    if (element in statement) throw malformed(`Has prohibited field ${element}`);
  }
  if (!('Effect' in statement)) throw malformed('Missing required field Effect');
  if (!('Principal' in statement || 'NotPrincipal' in statement)) {
    throw malformed('Missing required field Principal');
  }
  const actions = elementsOf(statement, 'Action');
  if (actions.length === 0) throw malformed('Missing required field Action');
  if (actions.some((action) => !/^sts:/i.test(action))) {
    throw malformed('AssumeRole policy may only specify STS AssumeRole actions.');
  }
}

function checkPermissionsStatement(statement: Fields): void {
  if ('Principal' in statement || 'NotPrincipal' in statement) {
    throw malformed('Policy document should not specify a principal.');
  }
  const actions = elementsOf(statement, 'Action');
  if (actions.length === 0) throw malformed('Policy statement must contain actions.');
  for (const action of actions) {
    if (action !== '*' && !/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(action)) {
      throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    }
  }
  const resources = elementsOf(statement, 'Resource');
  if (resources.length === 0) throw malformed('Policy statement must contain resources.');
  for (const resource of resources) {
    if (resource !== '*' && !/^(arn|\*)[^:]*:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(resource)) {
      throw malformed(`Resource ${resource} must be in ARN format or "*".`);
    }
  }
}

/** The values of `Action` or `NotAction` (and so on), whichever is there. */
function elementsOf(statement: Fields, element: string): string[] {
  const values = asList(statement[element] ?? statement[`Not${element}`]);
  if (values.some((value) => typeof value !== 'string')) throw malformed(SYNTAX);
  return values.map(String);
}

function checkStatementIds(statements: readonly Fields[]): void {
  const ids = statements.map((statement) => statement['Sid']).filter((id) => id !== undefined && id !== '');
  if (ids.some((id) => typeof id !== 'string' || !/^[0-9A-Za-z]*$/.test(id))) {
    throw malformed(
      'Statement IDs (SID) must be alpha-numeric. ' +
        'Check that your input satisfies the regular expression [0-9A-Za-z]*',
    );
  }
  if (new Set(ids).size < ids.length) {
    throw malformed('Statement IDs (SID) in a single policy must be unique.');
  }
}
