import { ADOPTED_TAG } from '../../iam/ownership';
import { changedTags } from '../../iam/tag-changes';
import { DRIFT_PATHS } from '../drift';
import { type Check, isOfDeclared } from './check';
import { confirmAdoption } from './confirm-adoption';
import { aboutDrift } from './drift-verdict';
import { commandsFor } from './restore';

/** Has the role the stack's tags, and those that say whose it is? Tags that others add are theirs. */
export const driftTags: Check = {
  id: 'drift-tags',
  essential: true,
  isAsked: isOfDeclared,
  evaluate: aboutDrift((present, situation) => {
    const { role } = present;
    const tags = changedTags(situation.desired.tags, role.tags);
    return {
      subject: 'tags',
      items: situation.drift.filter(({ path }) => path.startsWith(DRIFT_PATHS.tags)),
      status: 'warn',
      remedy: [
        ...(Object.keys(tags).length === 0
          ? []
          : commandsFor([{ kind: 'tag-role', tags }], present, situation)),
        ...(ADOPTED_TAG in role.tags ? [] : confirmAdoption(present, situation)),
      ],
    };
  }),
};
