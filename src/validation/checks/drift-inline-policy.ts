import { INLINE_POLICY_NAME } from '../../iam/role/desired';
import { DRIFT_PATHS } from '../drift';
import { type Check, isOfDeclared } from './check';
import { aboutDrift } from './drift-verdict';
import { restore } from './restore';

/** Is the inline policy the one that the stack calls for? What the role lacks by it, permissions-complete says. */
export const driftInlinePolicy: Check = {
  id: 'drift-inline-policy',
  essential: true,
  isAsked: isOfDeclared,
  evaluate: aboutDrift((present, situation) => ({
    subject: `inline policy ${INLINE_POLICY_NAME}`,
    items: situation.drift.filter(({ path }) => path === DRIFT_PATHS.inlinePolicy),
    status: 'warn',
    remedy: restore(present, situation, ({ kind }) => kind === 'put-inline-policy'),
  })),
};
