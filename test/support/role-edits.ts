import {
  CreatePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { type CustomerAccount, ROLE } from './customer-account';

export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly Resource?: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Document {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

/** A policy document with these statements. */
export function documentOf(...statements: readonly Statement[]): Document {
  return { Version: '2012-10-17', Statement: statements };
}

/** The integration role as it is now. @throws Error when there is none */
export function roleNow({ account }: CustomerAccount) {
  const role = account.snapshot().roles[ROLE];
  if (role === undefined) throw new Error(`there is no role ${ROLE}`);
  return role;
}

/** Somebody edits the trust policy in the console. */
export function putTrust({ iam }: CustomerAccount, document: Document): Promise<unknown> {
  const text = JSON.stringify(document);
  return iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: ROLE, PolicyDocument: text }));
}

/** Somebody edits the statement about Datadog, and leaves the one for the self-test alone. */
export function editDatadogsTrust(
  customer: CustomerAccount,
  edit: (statement: Statement) => Statement,
): Promise<unknown> {
  const { Statement: statements } = parsed(roleNow(customer).trust);
  return putTrust(
    customer,
    documentOf(
      ...statements.map((statement) => (statement.Sid === 'DatadogAssumeRole' ? edit(statement) : statement)),
    ),
  );
}

/** Somebody edits every statement of the trust policy. */
export function editWholeTrust(
  customer: CustomerAccount,
  edit: (statement: Statement) => Statement,
): Promise<unknown> {
  return putTrust(customer, documentOf(...parsed(roleNow(customer).trust).Statement.map(edit)));
}

/** Somebody adds a statement to the trust policy. */
export function addToTrust(customer: CustomerAccount, statement: Statement): Promise<unknown> {
  return putTrust(customer, documentOf(...parsed(roleNow(customer).trust).Statement, statement));
}

/** Somebody writes an inline policy. */
export function putInline({ iam }: CustomerAccount, name: string, document: Document): Promise<unknown> {
  const text = JSON.stringify(document);
  return iam.send(new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: name, PolicyDocument: text }));
}

export const INLINE_POLICY = 'DatadogIntegrationPolicy';

/** Somebody edits the statements of the role's own inline policy. */
export function editInlineStatements(
  customer: CustomerAccount,
  edit: (statements: readonly Statement[]) => readonly Statement[],
): Promise<unknown> {
  const { Statement: statements } = parsed(roleNow(customer).inline[INLINE_POLICY] ?? '');
  return putInline(customer, INLINE_POLICY, documentOf(...edit(statements)));
}

/** Somebody edits the actions of the role's own inline policy. */
export function editInlineActions(
  customer: CustomerAccount,
  edit: (actions: readonly string[]) => readonly string[],
): Promise<unknown> {
  return editInlineStatements(customer, (statements) => withActions(statements, edit));
}

/** Somebody edits the actions of a managed policy, by a new default version. */
export function editPolicyActions(
  { account, iam }: CustomerAccount,
  name: string,
  edit: (actions: readonly string[]) => readonly string[],
): Promise<unknown> {
  const { policies } = account.digest();
  const policy = policies[name];
  if (policy === undefined) throw new Error(`no policy ${name} among ${Object.keys(policies).join(', ')}`);
  return iam.send(
    new CreatePolicyVersionCommand({
      PolicyArn: `arn:${account.partition}:iam::${account.id}:policy${policy.path}${name}`,
      PolicyDocument: JSON.stringify(documentOf(...withActions(parsed(policy.document).Statement, edit))),
      SetAsDefault: true,
    }),
  );
}

/** Somebody deletes the role, with all that hangs on it. */
export async function deleteRole({ account, iam }: CustomerAccount, roleName = ROLE): Promise<void> {
  const role = { RoleName: roleName };
  const now = account.snapshot().roles[roleName];
  if (now === undefined) throw new Error(`there is no role ${roleName}`);
  for (const PolicyArn of now.attached) await iam.send(new DetachRolePolicyCommand({ ...role, PolicyArn }));
  for (const PolicyName of Object.keys(now.inline))
    await iam.send(new DeleteRolePolicyCommand({ ...role, PolicyName }));
  await iam.send(new DeleteRoleCommand(role));
}

function withActions(
  statements: readonly Statement[],
  edit: (actions: readonly string[]) => readonly string[],
): readonly Statement[] {
  return statements.map((statement) => ({ ...statement, Action: edit([statement.Action ?? []].flat()) }));
}

function parsed(text: string): Document {
  return JSON.parse(text);
}
