import { asList, isObject } from '../authorize/document';
import { isAdministratorArn } from '../authorize/principals';
import type { Account, Role, User } from '../state';
import type { World } from '../world';
import { malformed } from './policy-grammar';

type Fields = Readonly<Record<string, unknown>>;

const ENTITY_ARN = /^arn:([^:]+):iam::(\d{12}):(role|user)(?:\/[!-~]+)?\/([\w+=,.@-]+)$/;
const ROOT_ARN = /^arn:([^:]+):iam::\d{12}:root$/;
const SESSION_ARN = /^arn:([^:]+):sts::\d{12}:(?:assumed-role|federated-user)\/[\w+=,.@/-]+$/;
const SERVICE = /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/;
const UNIQUE_ID = /^A(?:RO|ID)A[A-Z0-9]+$/;

export interface ReadTrust {
  /** As IAM keeps it: bare account ids written out as ARNs, lists of one without their brackets. */
  readonly document: string;
  readonly principalIds: ReadonlyMap<string, string>;
}

/**
 * Resolves the principals of a trust policy to unique ids, as IAM does on saving it.
 *
 * @throws AwsError MalformedPolicyDocument for a principal that does not exist (yet)
 */
export function readTrust(
  world: World,
  account: Account,
  document: string,
  policy: Fields,
  now: number,
): ReadTrust {
  const principalIds = new Map<string, string>();
  for (const value of principalsOf(policy, 'AWS')) {
    const id = resolve(world, account, value, now);
    if (id === undefined) throw malformed(`Invalid principal in policy: "AWS":"${value}"`);
    if (id !== '') principalIds.set(value, id);
  }
  for (const value of principalsOf(policy, 'Service')) {
    if (!SERVICE.test(value)) throw malformed(`Invalid principal in policy: "SERVICE":"${value}"`);
  }
  const normalised = mapPrincipals(document, (value) =>
    /^\d{12}$/.test(value) ? `arn:${account.partition}:iam::${value}:root` : value,
  );
  return { document: normalised, principalIds };
}

/** A trust policy as IAM shows it: a principal that was deleted appears under its unique id. */
export function shownTrust(world: World, role: Role): string {
  const trust = role.trust.at(-1);
  if (trust === undefined) throw new Error(`${role.arn} has no trust policy`);
  const dead = new Map([...trust.principalIds].filter(([arn, id]) => findEntity(world, arn)?.id !== id));
  if (dead.size === 0) return trust.document;
  return mapPrincipals(trust.document, (value) => dead.get(value) ?? value);
}

/** The unique id of a principal, '' for one that has none, undefined for one that is not valid. */
function resolve(world: World, account: Account, value: string, now: number): string | undefined {
  if (value === '*' || /^\d{12}$/.test(value)) return '';
  if (UNIQUE_ID.test(value)) return idExists(account, value) ? '' : undefined;
  const partition = (ROOT_ARN.exec(value) ?? SESSION_ARN.exec(value) ?? ENTITY_ARN.exec(value))?.[1];
  if (partition !== account.partition) return undefined;
  const [, , ownerId = ''] = ENTITY_ARN.exec(value) ?? [];
  if (ownerId === '' || isAdministratorArn(value)) return '';
  if (world.knownAccount(ownerId) === undefined) return '';
  const entity = findEntity(world, value);
  if (entity === undefined || now < entity.createdAt + world.propagation.principalValidMs) return undefined;
  return entity.id;
}

function findEntity(world: World, arn: string): Role | User | undefined {
  const [, , ownerId = '', type, name = ''] = ENTITY_ARN.exec(arn) ?? [];
  const contents = world.knownAccount(ownerId)?.contents;
  const entity = (type === 'role' ? contents?.roles : contents?.users)?.get(name.toLowerCase());
  return entity?.arn === arn ? entity : undefined;
}

function idExists(account: Account, id: string): boolean {
  const { roles, users } = account.contents;
  return [...roles.values(), ...users.values()].some((entity) => entity.id === id);
}

function principalsOf(policy: Fields, type: string): string[] {
  return asList(policy['Statement'])
    .filter(isObject)
    .flatMap((statement) => [statement['Principal'], statement['NotPrincipal']])
    .filter(isObject)
    .flatMap((principal) => asList(principal[type]).map(String));
}

/** Rewrites the AWS principals of a trust policy. The text stays as it is when nothing changes. */
function mapPrincipals(document: string, rewrite: (value: string) => string): string {
  let changed = false;
  const visit = (key: string, value: unknown): unknown => {
    if (key !== 'AWS') return value;
    const before = asList(value).map(String);
    const after = before.map(rewrite);
    const shown = after.length === 1 ? after[0] : after;
    changed ||= JSON.stringify(shown) !== JSON.stringify(value);
    return shown;
  };
  const rewritten = JSON.stringify(JSON.parse(document), visit);
  return changed ? rewritten : document;
}
