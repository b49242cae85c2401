import { boundaryStep } from '../../iam/role/boundary';
import { isUnconfirmed } from '../adoption';
import { DRIFT_PATHS } from '../drift';
import { type Check, isOfDeclared } from './check';
import { confirmAdoption } from './confirm-adoption';
import { aboutDrift } from './drift-verdict';
import { commandsFor } from './restore';

/**
 * Has the role the permissions boundary that the stack calls for? That is the provider's own where the stack's template
 * names none, as the record has it. What a boundary cuts off, boundary-allows says.
 */
export const driftPermissionsBoundary: Check = {
  id: 'drift-permissions-boundary',
  essential: true,
  isAsked: isOfDeclared,
  evaluate: aboutDrift((present, situation) => {
    const items = situation.drift.filter(({ path }) => path === DRIFT_PATHS.permissionsBoundary);
    const { permissionsBoundary: policyArn } = situation.desired;
    const isOfOthers = items.some(({ kind }) => kind === 'unexpected');
    // It may have been there before an adoption that nothing confirms.
    const isUntold = isOfOthers && isUnconfirmed(present.adoption);
    return {
      subject: 'permissions boundary',
      items,
      status: isUntold ? 'unknown' : 'warn',
      remedy: [
        ...(isUntold ? confirmAdoption(present, situation) : []),
        ...(isOfOthers
          ? ['A boundary that shall stay: name it in the property PermissionsBoundary of the stack.']
          : []),
        // The provider leaves one alone that somebody else has set.
        ...(items.length === 0 || isUntold ? [] : commandsFor([boundaryStep(policyArn)], present, situation)),
      ],
    };
  }),
};
