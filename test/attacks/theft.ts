import {
  CreateUserCommand,
  type IAMClient,
  ListRolesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { EXTERNAL_ID } from '../support/customer-account';
import type { Violations } from './attack';
import { tried } from './clients';
import { EVERYTHING, roleArn } from './neighbours';
import type { AttackWorld } from './world';

export const document = (policy: object) => JSON.stringify(policy);

/** Calls of an administrator: whoever may make one of them has the account. */
export async function asAdministrator(iam: IAMClient): Promise<readonly string[]> {
  const calls = [
    iam.send(new CreateUserCommand({ UserName: 'backdoor' })),
    iam.send(new ListRolesCommand({})),
  ];
  return Promise.all(calls.map(tried));
}

/** Tries each call and keeps the answers in `seen`. */
export async function tryAll(
  { seen }: Pick<AttackWorld, 'seen'>,
  calls: readonly (() => Promise<unknown>)[],
): Promise<void> {
  for (const call of calls) seen.push(await tried(call()));
}

/** None of the calls was allowed. */
export const allRefused = ({ seen }: Pick<AttackWorld, 'seen'>): Violations =>
  seen.flatMap((answer, index) => (isRefusal(answer) ? [] : [`call ${index + 1} was answered ${answer}`]));

const isRefusal = (answer: string) => /^(?:AccessDenied|AuthorizationError)(?:Exception)?$/.test(answer);

export const everythingInline = (RoleName: string) =>
  new PutRolePolicyCommand({ RoleName, PolicyName: 'Everything', PolicyDocument: document(EVERYTHING) });

/** Assumes a role, with the external id that everybody knows. */
export const assume = (sts: STSClient, roleName: string, seconds?: number) =>
  sts.send(
    new AssumeRoleCommand({
      RoleArn: roleArn(roleName),
      RoleSessionName: 'thief',
      ExternalId: EXTERNAL_ID,
      ...(seconds === undefined ? {} : { DurationSeconds: seconds }),
    }),
  );
