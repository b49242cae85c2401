import { takesAway } from '../simulated-action';
import { aboutRole, type Check, notKnown, pass } from './check';
import { deniedActionsOf, describeDenied, remedyForDenied } from './denied-actions';

/** Does a permissions boundary, or a denial elsewhere, take away what the role's policies grant? AWS's evaluator is asked. */
export const boundaryAllows: Check = {
  id: 'boundary-allows',
  essential: false,
  evaluate: aboutRole((present, situation) => {
    const { simulation } = situation;
    if (!simulation.ok) return notKnown('AWS could not be asked what the role may do', simulation.failure);
    const boundary = present.role.permissionsBoundary;
    const denials = deniedActionsOf(simulation.value.filter(({ deniedBy }) => takesAway(deniedBy)));
    if (denials.length === 0) {
      return pass('Nothing takes away what the role is granted.', [
        `iam:SimulatePrincipalPolicy was asked for ${simulation.value.length} actions.`,
        `Permissions boundary: ${boundary ?? 'none'}.`,
      ]);
    }
    return {
      status: 'fail',
      summary: `Of what the role is granted, ${denials.map((denied) => describeDenied(denied, boundary)).join('; ')}.`,
      evidence: denials.map(
        ({ actions, policies }) =>
          `${actions.join(', ')}${policies.length === 0 ? '' : `: decided by ${policies.join(', ')}`}`,
      ),
      remedy: denials.flatMap((denied) => remedyForDenied(denied, present, situation)),
    };
  }),
};
