import { GetRoleCommand } from '@aws-sdk/client-iam';
import { checkRename, isSameName } from '../../src/provider/rename';
import { awsError } from '../support/aws-error';
import { emptyAccount } from '../support/iam/model-iam';
import { sessionOf } from '../support/provider/open-session';
import { foreignRole } from '../support/provider/roles';

const denied = awsError('AccessDenied', 'denied', 403);
const renaming = (options: Parameters<typeof sessionOf>[0] = {}) => {
  const made = sessionOf(options);
  return { ...made, checked: (from: string, to: string) => made.ended(checkRename(made.session, from, to)) };
};
const role = { ...foreignRole, name: 'New' };

test('names that differ in letter case only are one name to IAM', async () => {
  expect(isSameName('Old', 'oLD')).toBe(true);
  expect(isSameName('Old', 'New')).toBe(false);
  await expect(renaming().checked('Old', 'OLD')).rejects.toMatchObject({
    name: 'RenameImpossible',
    message: expect.stringContaining('a change from Old to OLD cannot be made'),
  });
});

test('a name beyond the provider’s pattern is refused', async () => {
  const { checked, iam } = renaming({ settings: { roleNamePatterns: ['Old*'] } });
  await expect(checked('Old', 'New')).rejects.toMatchObject({ name: 'PreconditionFailed' });
  expect(iam.calls()).toEqual([]);
});

test('a rename within reach is let through', async () => {
  await expect(renaming().checked('Old', 'New')).resolves.toBeUndefined();
});

test('a rename from a role that is out of reach is refused: nobody could remove it in the end', async () => {
  const { checked, iam } = renaming();
  iam.on(GetRoleCommand, { RoleName: 'Old' }).rejects(denied);
  await expect(checked('Old', 'New')).rejects.toMatchObject({
    name: 'RenameImpossible',
    message: expect.stringContaining('may not touch the role Old any more'),
  });
});

test('the way back from there, to a role that is still there, is let through', async () => {
  const { checked, iam } = renaming({ account: { ...emptyAccount(), role } });
  iam.on(GetRoleCommand, { RoleName: 'Old' }).rejects(denied);
  await expect(checked('Old', 'New')).resolves.toBeUndefined();
});

test('a new name that is out of reach is for IAM to refuse', async () => {
  const { checked, iam } = renaming();
  iam.on(GetRoleCommand).rejects(denied);
  await expect(checked('Old', 'New')).resolves.toBeUndefined();
});

test('whatever else IAM answers is told', async () => {
  const { checked, iam } = renaming();
  iam.on(GetRoleCommand, { RoleName: 'Old' }).rejects(awsError('InvalidClientTokenId', 'bad token', 403));
  await expect(checked('Old', 'New')).rejects.toThrow('bad token');
});
