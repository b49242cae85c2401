import { boundaryStep } from '../../iam/role/boundary';
import { DRIFT_PATHS } from '../drift';
import { aboutRole, type Check } from './check';
import { driftVerdict } from './drift-verdict';
import { commandsFor } from './restore';

/**
 * Has the role the permissions boundary that the stack calls for? That is the provider's own where the stack's template
 * names none, as the record has it. What a boundary cuts off, boundary-allows says.
 */
export const driftPermissionsBoundary: Check = {
  id: 'drift-permissions-boundary',
  essential: true,
  ofDeclared: true,
  evaluate: aboutRole((present, situation) => {
    const items = situation.drift.filter(({ path }) => path === DRIFT_PATHS.permissionsBoundary);
    const { permissionsBoundary: policyArn } = situation.desired;
    const isOfOthers = items.some(({ kind }) => kind === 'unexpected');
    return driftVerdict({
      subject: 'permissions boundary',
      items,
      status: 'warn',
      remedy: [
        ...(isOfOthers
          ? ['A boundary that shall stay: name it in the property PermissionsBoundary of the stack.']
          : []),
        // The provider leaves one alone that somebody else has set.
        ...(items.length === 0 ? [] : commandsFor([boundaryStep(policyArn)], present, situation)),
      ],
    });
  }),
};
