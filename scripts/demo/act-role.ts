import { openRoleStage, type RoleStage } from './role-stage';
import { create } from './role-steps/create';
import { documents } from './role-steps/documents';
import { foreignRole } from './role-steps/foreign-role';
import { proof } from './role-steps/proof';
import { remove } from './role-steps/remove';
import { rollback } from './role-steps/rollback';
import { update } from './role-steps/update';
import { runSteps } from './run-steps';
import type { Act, Step } from './step';

export const roleSteps: readonly Step<RoleStage>[] = [
  create,
  documents,
  proof,
  update,
  foreignRole,
  rollback,
  remove,
];

/** The life of a stack of the file that customers get. */
export const roleAct: Act = {
  title: 'The integration role: a stack of account.yaml from its creation to its end',
  setting:
    'The one file that npm run package makes, deployed call by call as the AWS CLI does, on an embedded AWS that makes every resource and enforces IAM as AWS does. Every check below was made just now, on what was really there.',
  perform: async (tell) => {
    const stage = await openRoleStage();
    try {
      await runSteps(stage, roleSteps, tell);
    } finally {
      await stage.close();
    }
  },
};
