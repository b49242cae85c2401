import { DRIFT_PATHS } from '../drift';
import { aboutRole, type Check } from './check';
import { driftVerdict } from './drift-verdict';
import { restore } from './restore';

/** Has the role the permissions boundary that the stack calls for? What a boundary cuts off, boundary-allows says. */
export const driftPermissionsBoundary: Check = {
  id: 'drift-permissions-boundary',
  essential: true,
  ofDeclared: true,
  evaluate: aboutRole(({ plan }, { drift }) =>
    driftVerdict({
      subject: 'permissions boundary',
      items: drift.filter(({ path }) => path === DRIFT_PATHS.permissionsBoundary),
      status: 'warn',
      remedy: restore(plan, ({ kind }) => kind === 'put-boundary' || kind === 'delete-boundary'),
    }),
  ),
};
