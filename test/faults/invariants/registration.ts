import { REGISTRATION_TYPE } from '../../support/registration';
import type { Rehearsal } from '../rehearsal';
import type { Trial } from '../trial';
import type { Violations } from './violation';

const ACCOUNT_ID = '123456789012';

/**
 * The attributes of a registration are those of the one that the account has in the end; and where the clean run has kept the one that was there,
 * it is that.
 */
export function registrationViolations(
  { story, startSnapshot, trial: { attributes: expected } }: Rehearsal,
  { attributes, after }: Trial,
): Violations {
  const isThere = story.ends === 'CREATE_COMPLETE' || story.ends === 'UPDATE_COMPLETE';
  if (story.resource?.type !== REGISTRATION_TYPE || !isThere) return [];
  const found = after.registrations.find(({ attributes: { aws_account_id: id } }) => id === ACCOUNT_ID);
  const { AccountConfigId: id, ExternalId: externalId } = attributes;
  const auth = found?.attributes.auth_config ?? {};
  const isKept = startSnapshot.registrations.some((one) => one.id === expected['AccountConfigId']);
  return [
    ...(id === found?.id ? [] : [`the attribute AccountConfigId is ${id}, and ${found?.id} is registered`]),
    ...('external_id' in auth && externalId === auth.external_id
      ? []
      : ['the attribute ExternalId is not the one that is registered']),
    ...(isKept && id !== expected['AccountConfigId'] ? ['another registration has taken its place'] : []),
  ];
}
