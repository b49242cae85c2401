import { contextOf } from './authorize/context';
import { denialText } from './authorize/decision';
import { decide, layersOfCaller } from './authorize/evaluate';
import { AwsError } from './aws-error';
import { accountOfKey, administratorOf, type Caller } from './identities';
import { accountAsShown, keepContents } from './past';
import type { Recognised } from './recognise';
import { checkRegion, invalidToken } from './regions';
import type { Answer, Call, Operation, Service } from './service';
import type { World } from './world';

/** Who asks: the caller behind an access key. Undefined for a session whose role is gone. */
export function callerOf(world: World, accessKeyId: string | undefined): Caller | undefined {
  if (accessKeyId === undefined) return undefined;
  const session = world.session(accessKeyId);
  if (session === undefined) return administratorOf(world.account(accountOfKey(accessKeyId)));
  const role = world.account(session.accountId).contents.roles.get(session.roleName.toLowerCase());
  return role?.id === session.roleId ? session : undefined;
}

/**
 * Does what a call asks for: credentials, region, parameters and permissions are checked in AWS's order.
 *
 * @throws AwsError whatever AWS would answer
 */
export function work(
  world: World,
  { region, userAgent, parameters, body, operationName, accessKeyId = '' }: Recognised,
  service: Service,
  operation: Operation,
  caller: Caller | undefined,
): Answer | Promise<Answer> {
  if (caller === undefined) throw invalidToken(service.invalidTokenCode);
  const account = world.account(caller.accountId);
  const now = world.now();
  if (caller.kind === 'session' && now >= caller.expiresAt) {
    const code = service.protocol === 'query' ? 'ExpiredToken' : 'ExpiredTokenException';
    throw new AwsError(code, 'The security token included in the request is expired', 403);
  }
  checkRegion(account, region, service.invalidTokenCode);
  for (const name of operation.required ?? []) if (!parameters.has(name)) throw parameters.missing(name);
  service.checkParameters?.(parameters, operationName);
  const call: Call = { world, account, caller, accessKeyId, region, userAgent, parameters, body, now };
  authorize(call, service, operation);
  markRoleUsed(call);
  if (operation.write) {
    keepContents(world, account);
    return operation.run(call);
  }
  const shown = accountAsShown(world, account, `${service.name}:${operationName}`, parameters);
  return operation.run({ ...call, account: shown });
}

function authorize(call: Call, service: Service, operation: Operation): void {
  const { account, caller, now, region, userAgent, world } = call;
  const layers = layersOfCaller(world, caller);
  if (layers.length === 0) return;
  for (const { action, resource, resourceLabel, conditionKeys: keys = {} } of operation.permissions(call)) {
    const context = contextOf({
      caller,
      callerAccount: account,
      resourceAccount: account,
      region,
      now,
      userAgent,
      keys,
    });
    const decision = decide(layers, { action, resource, context });
    if (decision.allowed) continue;
    const text = denialText(caller.arn, action, resourceLabel ?? resource, decision);
    throw new AwsError(service.denial.code, text, service.denial.status);
  }
}

function markRoleUsed({ account, caller, now, region }: Call): void {
  if (caller.kind !== 'session') return;
  const role = account.contents.roles.get(caller.roleName.toLowerCase());
  if (role !== undefined) role.lastUsed = { at: now, region };
}
