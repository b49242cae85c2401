import { awsCommands } from '../../iam/cli-commands';
import { DRIFT_PATHS } from '../drift';
import { aboutRole, type Check } from './check';
import { driftVerdict } from './drift-verdict';
import { restore } from './restore';

/**
 * Has the role the permissions boundary that the stack calls for? That is the provider's own where the stack's template
 * names none, as the record has it. What a boundary cuts off, boundary-allows says.
 */
export const driftPermissionsBoundary: Check = {
  id: 'drift-permissions-boundary',
  essential: true,
  ofDeclared: true,
  evaluate: aboutRole(({ role, plan }, { drift }) => {
    const items = drift.filter(({ path }) => path === DRIFT_PATHS.permissionsBoundary);
    return driftVerdict({
      subject: 'permissions boundary',
      items,
      status: 'warn',
      remedy: items.some(({ kind }) => kind === 'unexpected')
        ? [
            'A boundary that shall stay: name it in the property PermissionsBoundary of the stack. Otherwise:',
            ...awsCommands(role.name, [{ kind: 'delete-boundary' }]),
          ]
        : restore(plan, ({ kind }) => kind === 'put-boundary'),
    });
  }),
};
