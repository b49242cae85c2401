import { changedTags } from '../../iam/tag-changes';
import { DRIFT_PATHS } from '../drift';
import { aboutRole, type Check } from './check';
import { driftVerdict } from './drift-verdict';
import { commandsFor } from './restore';

/** Has the role the stack's tags, and those that say whose it is? Tags that others add are theirs. */
export const driftTags: Check = {
  id: 'drift-tags',
  essential: true,
  ofDeclared: true,
  evaluate: aboutRole((present, situation) =>
    driftVerdict({
      subject: 'tags',
      items: situation.drift.filter(({ path }) => path.startsWith(DRIFT_PATHS.tags)),
      status: 'warn',
      remedy: commandsFor(
        [{ kind: 'tag-role', tags: changedTags(situation.desired.tags, present.role.tags) }],
        present,
        situation,
      ),
    }),
  ),
};
