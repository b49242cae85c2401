import { DRIFT_PATHS } from '../drift';
import { type Check, isOfDeclared } from './check';
import { aboutDrift } from './drift-verdict';
import { restore } from './restore';

/** Are description and maximum session duration as the stack says? */
export const driftSettings: Check = {
  id: 'drift-settings',
  essential: true,
  isAsked: isOfDeclared,
  evaluate: aboutDrift((present, situation) => ({
    subject: 'settings',
    items: situation.drift.filter(
      ({ path }) => path === DRIFT_PATHS.description || path === DRIFT_PATHS.maxSessionDuration,
    ),
    status: 'warn',
    remedy: restore(present, situation, ({ kind }) => kind === 'update-role'),
  })),
};
