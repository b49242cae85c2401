import type { Call, Operation, OperationTable, ResultFields } from '../service';
import { arnOf, type User } from '../state';
import { conditionKeysFor } from './condition-keys';
import { entityAlreadyExists, noSuchEntity } from './errors';
import { date } from './wire';

/** Users are there to be principals of trust policies: they have no credentials and no policies. */
export const USER_OPERATIONS: OperationTable = {
  CreateUser: userOperation('CreateUser', true, (call) => {
    const { account, now, parameters, world } = call;
    const name = parameters.requiredText('UserName');
    if (account.contents.users.has(name.toLowerCase())) {
      throw entityAlreadyExists(`User with name ${name} already exists.`);
    }
    const path = parameters.text('Path') ?? '/';
    const arn = arnOf(account, 'iam', `user${path}${name}`);
    const user = { name, path, arn, id: world.newId('AIDA'), createdAt: now };
    account.contents.users.set(name.toLowerCase(), user);
    return { User: show(user) };
  }),
  GetUser: userOperation('GetUser', false, (call) => ({ User: show(requiredUser(call)) })),
  DeleteUser: userOperation('DeleteUser', true, (call) => {
    call.account.contents.users.delete(requiredUser(call).name.toLowerCase());
    return undefined;
  }),
};

function userOperation(action: string, write: boolean, run: Operation['run']): Operation {
  return {
    write,
    required: ['UserName'],
    permissions: (call) => {
      const name = call.parameters.text('UserName') ?? '';
      const user = call.account.contents.users.get(name.toLowerCase());
      const arn =
        user?.arn ?? arnOf(call.account, 'iam', `user${call.parameters.text('Path') ?? '/'}${name}`);
      return [
        {
          action: `iam:${action}`,
          resource: arn,
          resourceLabel: `user ${name}`,
          conditionKeys: conditionKeysFor(action, 'user', call),
        },
      ];
    },
    run,
  };
}

function requiredUser(call: Call): User {
  const name = call.parameters.requiredText('UserName');
  const user = call.account.contents.users.get(name.toLowerCase());
  if (user === undefined) throw noSuchEntity(`The user with name ${name} cannot be found.`);
  return user;
}

function show(user: User): ResultFields {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: date(user.createdAt),
  };
}
