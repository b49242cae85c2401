import type { AccountView } from '../../sandbox';
import { viewOf } from '../../sandbox/account-view';
import { AwsError } from '../../sandbox/aws-error';
import { IAM } from '../../sandbox/iam/service';
import { type Session, sessionOf } from '../../sandbox/identities';
import { Parameters, type ParameterValue } from '../../sandbox/parameters';
import { mainRegionOf } from '../../sandbox/partitions';
import { DEFAULT_SETTINGS } from '../../sandbox/settings';
import { type AccountSnapshot, contentsOf } from '../../sandbox/snapshot';
import type { Account, AccountContents, ManagedPolicy, Role } from '../../sandbox/state';
import { work } from '../../sandbox/work';
import { World } from '../../sandbox/world';

/** A call to IAM. */
export interface IamCall {
  readonly operation: string;
  readonly parameters: { readonly [name: string]: ParameterValue };
}

/** A state of the account: never changed, so that states share all that they have in common. */
export type State = AccountContents;

/**
 * The sandbox's IAM without its wire: the same authorization and the same operations, thousands of times a second.
 */
export interface Model {
  readonly start: State;
  /** The account as it is in a state. */
  at(state: State): AccountView;
  /** What a call of the thief's makes of a state; undefined when it is refused or cannot be done. */
  after(state: State, call: IamCall): State | undefined;
}

const SESSION_MS = 3_600_000;

/** @param thief the role whose credentials are stolen, and the function that they were given to */
export function modelOf(
  accountId: string,
  snapshot: AccountSnapshot,
  thief: { readonly roleName: string; readonly functionArn: string },
): Model {
  const world = new World(DEFAULT_SETTINGS, () => NOW);
  const account = world.account(accountId);
  const start = contentsOf(account, snapshot);
  account.contents = start;
  const view = viewOf(world, account);
  const session = sessionOfThief(account, thief);
  return {
    start,
    at: (state) => {
      account.contents = state;
      return view;
    },
    after: (state, call) => {
      const next = withOwnCopies(state, call);
      account.contents = next;
      return isDone(world, account, session, call) ? next : undefined;
    },
  };
}

/** Far enough from everything that was there before: IAM knows of all of it, and what is made now is told from it. */
const NOW = Date.now() + 24 * 60 * 60 * 1000;

/** Whether a role was there before the search. */
export const wasThere = ({ createdAt }: Pick<Role, 'createdAt'>) => createdAt < NOW;

function sessionOfThief(
  account: Account,
  { roleName, functionArn }: { readonly roleName: string; readonly functionArn: string },
): Session {
  const role = account.contents.roles.get(roleName.toLowerCase());
  if (role === undefined) throw new Error(`there is no role ${roleName}`);
  return sessionOf(account, role, {
    sessionName: 'thief',
    policies: [],
    tags: new Map(),
    sourceFunctionArn: functionArn,
    durationSeconds: SESSION_MS / 1000,
    now: NOW,
  });
}

function isDone(
  world: World,
  account: Account,
  session: Session,
  { operation: name, parameters }: IamCall,
): boolean {
  const operation = IAM.operations[name];
  if (operation === undefined) throw new Error(`the sandbox has no operation ${name}`);
  // A session whose role was deleted, and perhaps made again, is one of nobody.
  if (account.contents.roles.get(session.roleName.toLowerCase())?.id !== session.roleId) return false;
  const asked = {
    service: IAM,
    serviceName: IAM.name,
    operationName: name,
    operation,
    accessKeyId: undefined,
    region: mainRegionOf(account.partition),
    parameters: new Parameters(parameters, IAM.validationCode),
    body: Buffer.alloc(0),
  };
  try {
    work(world, asked, IAM, operation, session);
    return true;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}

/** A copy of a state in which that can be changed that a call names. */
function withOwnCopies(state: State, { parameters }: IamCall): State {
  const roles = new Map(state.roles);
  const policies = new Map(state.policies);
  const role = roles.get(String(parameters['RoleName']).toLowerCase());
  if (role !== undefined) roles.set(role.name.toLowerCase(), copyOfRole(role));
  const [key, policy] = [...policies].find(([, { arn }]) => arn === String(parameters['PolicyArn'])) ?? [];
  if (key !== undefined && policy !== undefined) policies.set(key, copyOfPolicy(policy));
  return { ...state, roles, policies };
}

const copyOfRole = (role: Role): Role => ({
  ...role,
  tags: new Map(role.tags),
  inline: new Map(role.inline),
  attached: new Set(role.attached),
  removedAt: new Map(),
});

const copyOfPolicy = (policy: ManagedPolicy): ManagedPolicy => ({
  ...policy,
  detachedAt: 0,
  versions: new Map(policy.versions),
  tags: new Map(policy.tags),
});
