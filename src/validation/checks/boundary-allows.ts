import { takesAway } from '../gather/simulation';
import { aboutRole, type Check, notKnown, pass } from './check';
import { cutsOf, describeCut, remedyForCut } from './denied-actions';

/** Does a permissions boundary, or a denial elsewhere, take away what the role's policies grant? AWS's evaluator is asked. */
export const boundaryAllows: Check = {
  id: 'boundary-allows',
  essential: false,
  judge: aboutRole((present, { simulation }) => {
    if (!simulation.ok) return notKnown('AWS could not be asked what the role may do', simulation.trouble);
    const boundary = present.role.permissionsBoundary;
    const cuts = cutsOf(simulation.value.filter(({ obstacle }) => takesAway(obstacle)));
    if (cuts.length === 0) {
      return pass('Nothing takes away what the role is granted.', [
        `iam:SimulatePrincipalPolicy was asked for ${simulation.value.length} actions.`,
        `Permissions boundary: ${boundary ?? 'none'}.`,
      ]);
    }
    return {
      status: 'fail',
      summary: `Of what the role is granted, ${cuts.map((cut) => describeCut(cut, boundary)).join('; ')}.`,
      evidence: cuts.map(
        ({ actions, policies }) =>
          `${actions.join(', ')}${policies.length === 0 ? '' : `: decided by ${policies.join(', ')}`}`,
      ),
      remedy: cuts.flatMap((cut) => remedyForCut(cut, present)),
    };
  }),
};
