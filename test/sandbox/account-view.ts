import { assumeRoleContext, decideAssumeRole, isAssumable } from './authorize/assume-role';
import { contextOf } from './authorize/context';
import { decide, layersOfRole } from './authorize/evaluate';
import { type AccountDigest, digestOf } from './digest';
import { administratorOf, type Caller, type Credentials, sessionOf } from './identities';
import { forgetPast, keepStacks } from './past';
import { type AccountSecrets, secretsOfAccount } from './secretsmanager/account-secrets';
import { type AccountSeed, plant } from './seed';
import { type AccountSnapshot, contentsOf, takeSnapshot } from './snapshot';
import type { PublishedStack, StackPublisher } from './stacks/published-stack';
import type { Account, Role } from './state';
import type { World } from './world';

const SESSION_SECONDS = 3600;
const DEFAULT_REGION = 'us-east-1';

export interface PermissionQuery {
  readonly region?: string;
  /** An ARN; default `*`. */
  readonly resource?: string;
}

/** The CloudFormation stacks that an account shows: those that were published, by a driver or a test, and seeded ones. */
export interface AccountStacks extends StackPublisher {
  /** In the order in which they came to be, deleted ones included. */
  list(): readonly PublishedStack[];
  /** Forgets them all. One that is at work comes back with its next step. */
  clear(): void;
}

/** Whether a role, as it is at this moment, may do something. */
export type PermissionTest = (action: string, query?: PermissionQuery) => boolean;

export interface AccountView {
  readonly id: string;
  readonly partition: string;
  readonly stacks: AccountStacks;
  /** What Secrets Manager keeps. No part of snapshots. */
  readonly secrets: AccountSecrets;
  /**
   * Puts policies, roles and stacks there under IAM's rules, as if they had been made long ago.
   *
   * @throws Error what IAM would answer
   */
  seed(seed: AccountSeed): void;
  /** Everything in the account but its stacks: to be compared with what was there before, or restored. */
  snapshot(): AccountSnapshot;
  /**
   * What a reader would call the contents of the account: the snapshot without unique ids, dates and version
   * numbers. Two runs that did the same in different ways have equal digests.
   */
  digest(): AccountDigest;
  /** Puts the account back to a snapshot. Everything made since is gone, sessions of new roles included. */
  restore(snapshot: AccountSnapshot): void;
  /**
   * What the role may do by its attached and inline policies, its boundary and the account's service control
   * policies as they are now. Later changes do not show in a function handed out before.
   *
   * @throws Error when there is no such role
   */
  effectivePermissions(roleName: string): PermissionTest;
  /**
   * Whether AssumeRole would succeed for that principal: a root ARN or user ARN (taken as an administrator of
   * its account), a role ARN or an assumed-role session ARN. False for a role that does not exist
   * or is too new, and in a region that the account has off.
   */
  canAssume(
    principalArn: string,
    roleName: string,
    query?: { readonly externalId?: string; readonly region?: string },
  ): boolean;
  /**
   * Credentials of a role, as the Lambda service gives them to a function, whatever the trust policy says.
   *
   * @param sourceFunctionArn the function, where its ARN shall lie in the credentials
   * @throws Error when there is no such role
   */
  credentialsOf(roleName: string, sessionName?: string, sourceFunctionArn?: string): Credentials;
}

export function viewOf(world: World, account: Account): AccountView {
  const requiredRole = (name: string): Role => {
    const role = account.contents.roles.get(name.toLowerCase());
    if (role === undefined) throw new Error(`account ${account.id} has no role ${name}`);
    return role;
  };
  return {
    id: account.id,
    partition: account.partition,
    stacks: {
      publish: (stack) => {
        keepStacks(world, account);
        account.stacks.set(stack.id, stack);
      },
      list: () => [...account.stacks.values()],
      clear: () => {
        account.past.stacks.forget();
        account.stacks.clear();
      },
    },
    secrets: secretsOfAccount(world, account),
    seed: (seed) => plant(world, account, seed),
    snapshot: () => takeSnapshot(account),
    digest: () => digestOf(takeSnapshot(account)),
    restore: (snapshot) => {
      forgetPast(account);
      account.contents = contentsOf(account, snapshot);
    },
    effectivePermissions: (roleName) => permissionTest(world, account, requiredRole(roleName)),
    canAssume: (principalArn, roleName, query = {}) => {
      const role = account.contents.roles.get(roleName.toLowerCase());
      const caller = callerNamed(world, principalArn);
      if (role === undefined || caller === undefined) return false;
      const region = query.region ?? DEFAULT_REGION;
      const now = world.now();
      if (!isOpen(account, region) || !isAssumable(world, role, now)) return false;
      const target = { account, role };
      const keys = { 'sts:ExternalId': query.externalId };
      const context = assumeRoleContext(world, caller, target, region, now, keys);
      const request = { action: 'sts:AssumeRole', resource: role.arn, context };
      return decideAssumeRole(world, caller, target, request, now).allowed;
    },
    credentialsOf: (roleName, sessionName = 'sandbox', sourceFunctionArn) => {
      // Lambda replaces a function's credentials before they expire.
      const durationSeconds = Number.POSITIVE_INFINITY;
      const request = { ...sessionRequest(world, sessionName), sourceFunctionArn, durationSeconds };
      return world.openSession(account, requiredRole(roleName), request).credentials;
    },
  };
}

/** Whether the account lets STS hand out credentials for it in a region. */
function isOpen({ settings }: Account, region: string): boolean {
  const { regions, regionsOff, stsDeactivated } = settings;
  const exists = regions?.includes(region) ?? true;
  return exists && !regionsOff?.includes(region) && !stsDeactivated?.includes(region);
}

function sessionRequest(world: World, sessionName: string) {
  const now = world.now();
  return {
    sessionName,
    policies: [],
    tags: new Map<string, string>(),
    durationSeconds: SESSION_SECONDS,
    now,
  };
}

function permissionTest(world: World, account: Account, role: Role): PermissionTest {
  const layers = layersOfRole(world, account, role);
  const caller = sessionOf(account, role, sessionRequest(world, 'sandbox'));
  const contexts = new Map<string, ReturnType<typeof contextOf>>();
  const contextIn = (region: string) => {
    const known = contexts.get(region);
    if (known !== undefined) return known;
    const now = world.now();
    const context = contextOf({ caller, callerAccount: account, resourceAccount: account, region, now });
    contexts.set(region, context);
    return context;
  };
  return (action, { region = DEFAULT_REGION, resource = '*' } = {}) =>
    decide(layers, { action, resource, context: contextIn(region) }).allowed;
}

const PRINCIPAL = /^arn:[^:]+:(?:iam|sts)::(\d{12}):(root|user|role|assumed-role)(?:\/(.*))?$/;

function callerNamed(world: World, principalArn: string): Caller | undefined {
  const [, accountId = '', type, rest = ''] = PRINCIPAL.exec(principalArn) ?? [];
  if (accountId === '') return undefined;
  const account = world.account(accountId);
  if (type === 'root' || type === 'user') return { ...administratorOf(account), arn: principalArn };
  const parts = rest.split('/');
  const [name, sessionName] = type === 'role' ? [parts.at(-1), 'sandbox'] : parts;
  const role = account.contents.roles.get((name ?? '').toLowerCase());
  return role && sessionOf(account, role, sessionRequest(world, sessionName ?? 'sandbox'));
}
