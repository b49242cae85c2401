import { DRIFT_PATHS } from '../drift';
import { aboutRole, type Check } from './check';
import { driftVerdict } from './drift-verdict';
import { restore } from './restore';

/** Has the role the permissions boundary that the stack calls for? What a boundary cuts off, boundary-allows says. */
export const driftPermissionsBoundary: Check = {
  id: 'drift-permissions-boundary',
  essential: true,
  ofDeclared: true,
  evaluate: aboutRole((present, situation) =>
    driftVerdict({
      subject: 'permissions boundary',
      items: situation.drift.filter(({ path }) => path === DRIFT_PATHS.permissionsBoundary),
      status: 'warn',
      remedy: restore(
        present,
        situation,
        ({ kind }) => kind === 'put-boundary' || kind === 'delete-boundary',
      ),
    }),
  ),
};
