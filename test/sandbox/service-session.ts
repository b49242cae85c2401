import { AwsError } from './aws-error';
import type { Credentials } from './identities';
import type { Permission } from './service';
import type { Account, Role } from './state';
import type { World } from './world';

/** The role of an ARN, if the account has it. */
export function roleOfArn({ contents }: Account, arn: string): Role | undefined {
  const role = contents.roles.get(arn.slice(arn.lastIndexOf('/') + 1).toLowerCase());
  return role?.arn === arn ? role : undefined;
}

/**
 * Credentials of a role as a service takes them that was given it: a function, a schedule.
 *
 * @throws AwsError AccessDeniedException when the role is gone
 */
export function assumeForService(
  world: World,
  account: Account,
  roleArn: string,
  session: { readonly name: string; readonly sourceFunctionArn?: string },
): Credentials {
  const role = roleOfArn(account, roleArn);
  if (role === undefined)
    throw new AwsError(
      'AccessDeniedException',
      `The role ${roleArn} cannot be assumed: it does not exist`,
      403,
    );
  const { credentials } = world.openSession(account, role, {
    sessionName: session.name,
    sourceFunctionArn: session.sourceFunctionArn,
    policies: [],
    tags: new Map(),
    // A service replaces credentials before they expire.
    durationSeconds: Number.POSITIVE_INFINITY,
    now: world.now(),
  });
  return credentials;
}

/** Whoever gives a service a role must be allowed to pass it. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
export function passRole(roleArn: string | undefined, service: string): Permission[] {
  if (roleArn === undefined) return [];
  return [{ action: 'iam:PassRole', resource: roleArn, conditionKeys: { 'iam:PassedToService': service } }];
}
