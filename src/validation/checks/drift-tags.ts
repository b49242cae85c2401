import { awsCommands } from '../../iam/cli-commands';
import { changedTags } from '../../iam/tag-changes';
import { DRIFT_PATHS } from '../drift';
import { aboutRole, type Check } from './check';
import { driftVerdict } from './drift-verdict';

/** Has the role the stack's tags, and those that say whose it is? Tags that others add are theirs. */
export const driftTags: Check = {
  id: 'drift-tags',
  essential: true,
  ofDeclared: true,
  evaluate: aboutRole(({ role }, { drift, desired }) =>
    driftVerdict({
      subject: 'tags',
      items: drift.filter(({ path }) => path.startsWith(DRIFT_PATHS.tags)),
      status: 'warn',
      remedy: awsCommands(role.name, [{ kind: 'tag-role', tags: changedTags(desired.tags, role.tags) }]),
    }),
  ),
};
