import { aboutRole, type Check, pass } from './check';
import { configuredActions, isOutdated, lackOf, listActions } from './permission-findings';
import { restorePermissions } from './permissions-complete';
import { UPDATE_THE_STACK, updateByRevision } from './update-the-stack';

/** Has the role the release of the permission set that this validator knows, or an older one? */
export const permissionsCurrent: Check = {
  id: 'permissions-current',
  essential: false,
  evaluate: aboutRole((present, situation) => {
    const { spec, permissionsVersion } = situation.target;
    const { version } = situation.permissionSets[spec.permissions];
    const { certain: lacking, open } = lackOf(configuredActions(situation), present, situation);
    if (lacking.length === 0 && open.length === 0) {
      return pass(`The role has Datadog's permission set ${spec.permissions} of ${version}.`);
    }
    if (lacking.length > 0 && isOutdated(situation)) {
      return {
        status: 'warn',
        summary: `The role has the permission set ${spec.permissions} of ${permissionsVersion}; Datadog has published that of ${version}.`,
        evidence: [`New since then, or removed from the role: ${listActions(lacking)}.`],
        remedy: [
          `${UPDATE_THE_STACK}.`,
          ...updateByRevision(situation.target),
          'Or:',
          ...restorePermissions(present, situation),
        ],
      };
    }
    return {
      status: 'unknown',
      summary:
        permissionsVersion === undefined
          ? `Which release of the permission set ${spec.permissions} the role was given is not known.`
          : 'Whether the role has the release of the permission set that it was given cannot be told.',
      evidence: [],
      remedy: ['Carry out the remedy of permissions-complete.'],
    };
  }),
};
