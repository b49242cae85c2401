import { IAM } from './iam/service';
import { administratorOf } from './identities';
import { Parameters, type ParameterValue } from './parameters';
import { effectiveRegion } from './partitions';
import { forgetPast } from './past';
import { documentText, type PolicyDocument } from './settings';
import { type StackSeed, stackOf } from './stacks/stack-seed';
import type { Account } from './state';
import type { World } from './world';

export interface PolicySeed {
  readonly name: string;
  readonly path?: string;
  readonly document: PolicyDocument;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface RoleSeed {
  readonly name: string;
  readonly path?: string;
  readonly trust: PolicyDocument;
  readonly description?: string;
  readonly maxSessionSeconds?: number;
  readonly boundaryArn?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Inline policies: name -> document. */
  readonly inline?: Readonly<Record<string, PolicyDocument>>;
  /** ARNs of managed policies. */
  readonly attached?: readonly string[];
}

/** What an account shall have from the start. Roles may name policies and roles that stand before them. */
export interface AccountSeed {
  readonly policies?: readonly PolicySeed[];
  readonly roles?: readonly RoleSeed[];
  readonly stacks?: readonly StackSeed[];
}

/** Long enough ago that no propagation delay is still running. */
const AGE_MS = 24 * 60 * 60 * 1000;

/**
 * Makes policies and roles under IAM's own rules, and stacks, as if that had been a day ago. Nothing of it is in the
 * journal.
 *
 * @throws AwsError what IAM would answer
 */
export function plant(world: World, account: Account, seed: AccountSeed): void {
  forgetPast(account);
  world.withoutPropagation(() => plantAll(world, account, seed));
}

function plantAll(
  world: World,
  account: Account,
  { policies = [], roles = [], stacks = [] }: AccountSeed,
): void {
  for (const { name, path = '/', document, tags = {} } of policies) {
    perform(world, account, 'CreatePolicy', {
      PolicyName: name,
      Path: path,
      PolicyDocument: documentText(document),
      Tags: tagList(tags),
    });
  }
  for (const role of roles) plantRole(world, account, role);
  for (const seed of stacks) {
    const stack = stackOf(account, seed, new Date(world.now() - AGE_MS));
    account.stacks.set(stack.id, stack);
  }
}

function plantRole(world: World, account: Account, role: RoleSeed): void {
  const RoleName = role.name;
  const optional = {
    Description: role.description,
    MaxSessionDuration: role.maxSessionSeconds,
    PermissionsBoundary: role.boundaryArn,
  };
  const given = Object.entries(optional).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value]],
  );
  perform(world, account, 'CreateRole', {
    RoleName,
    Path: role.path ?? '/',
    AssumeRolePolicyDocument: documentText(role.trust),
    Tags: tagList(role.tags ?? {}),
    ...Object.fromEntries(given),
  });
  for (const [name, document] of Object.entries(role.inline ?? {})) {
    perform(world, account, 'PutRolePolicy', {
      RoleName,
      PolicyName: name,
      PolicyDocument: documentText(document),
    });
  }
  for (const arn of role.attached ?? []) {
    perform(world, account, 'AttachRolePolicy', { RoleName, PolicyArn: arn });
  }
}

function tagList(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function perform(
  world: World,
  account: Account,
  name: string,
  values: { readonly [name: string]: ParameterValue },
): void {
  const operation = IAM.operations[name];
  if (operation === undefined) throw new Error(`IAM has no operation ${name} in the sandbox`);
  const parameters = new Parameters(values, IAM.validationCode);
  IAM.checkParameters?.(parameters, name);
  operation.run({
    world,
    account,
    caller: administratorOf(account),
    accessKeyId: account.id,
    region: effectiveRegion('', true),
    parameters,
    body: Buffer.alloc(0),
    now: world.now() - AGE_MS,
  });
}
