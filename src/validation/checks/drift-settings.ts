import { DRIFT_PATHS } from '../drift';
import { aboutRole, type Check } from './check';
import { driftVerdict } from './drift-verdict';
import { restore } from './restore';

/** Are description and maximum session duration as the stack says? */
export const driftSettings: Check = {
  id: 'drift-settings',
  essential: true,
  ofDeclared: true,
  evaluate: aboutRole(({ plan }, { drift }) =>
    driftVerdict({
      subject: 'settings',
      items: drift.filter(
        ({ path }) => path === DRIFT_PATHS.description || path === DRIFT_PATHS.maxSessionDuration,
      ),
      status: 'warn',
      remedy: restore(plan, ({ kind }) => kind === 'update-role'),
    }),
  ),
};
