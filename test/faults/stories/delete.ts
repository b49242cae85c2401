import { DATADOG, EXTERNAL_ID, ROLE } from '../../support/customer-account';
import { TEAM_BOUNDARY, TEAM_POLICY } from '../neighbours';
import type { Story } from '../story';
import { addThingsByHand, deleteHalfByHand, makeInstanceProfile, roleOfPeople } from './people';

const usual = {
  act: { kind: 'delete' },
  ends: 'DELETE_COMPLETE',
  roles: [ROLE],
  datadog: [{ principalArn: DATADOG, externalId: EXTERNAL_ID }],
} as const;

export const DELETE_STORIES: readonly Story[] = [
  {
    ...usual,
    id: 'delete',
    deployed: [{ ResourceCollection: true, PermissionsBoundary: TEAM_BOUNDARY }],
  },
  {
    ...usual,
    id: 'delete-half-deleted',
    deployed: [{ Permissions: 'Full' }],
    interference: deleteHalfByHand,
  },
  {
    ...usual,
    id: 'delete-with-attachments-of-people',
    seed: makeInstanceProfile,
    deployed: [{}],
    interference: addThingsByHand,
  },
  {
    ...usual,
    id: 'delete-adopted',
    seed: ({ account }) => account.seed({ roles: [roleOfPeople] }),
    deployed: [
      {
        ExistingRole: 'Adopt',
        ManagedPolicyArns: [TEAM_POLICY],
        Tags: [{ Key: 'own', Value: 'x' }],
      },
    ],
  },
];
