import { DATADOG, EXTERNAL_ID, ROLE } from '../../support/customer-account';
import { TEAM_BOUNDARY, TEAM_POLICY, takeNumbers } from '../neighbours';
import type { Story } from '../story';
import { NOBODY_ASSUMES, roleOfPeople } from './people';

const usual = { deployed: [], roles: [ROLE], datadog: [{ principalArn: DATADOG, externalId: EXTERNAL_ID }] };

export const CREATE_STORIES: readonly Story[] = [
  {
    ...usual,
    id: 'create-core',
    act: { kind: 'deploy', properties: { Permissions: 'Core' } },
    ends: 'CREATE_COMPLETE',
  },
  { ...usual, id: 'create-standard', act: { kind: 'deploy', properties: {} }, ends: 'CREATE_COMPLETE' },
  {
    ...usual,
    id: 'create-full',
    seed: takeNumbers,
    act: { kind: 'deploy', properties: { Permissions: 'Full', ResourceCollection: true } },
    ends: 'CREATE_COMPLETE',
  },
  {
    ...usual,
    id: 'create-with-everything',
    act: {
      kind: 'deploy',
      properties: {
        Permissions: 'Standard',
        PermissionsBoundary: TEAM_BOUNDARY,
        ManagedPolicyArns: [TEAM_POLICY],
        Tags: [{ Key: 'team', Value: 'platform' }],
        Regions: ['us-east-1', 'eu-west-1'],
        Description: 'Lets Datadog read this account',
        MaxSessionDuration: 7200,
        SelfTest: 'Require',
      },
    },
    ends: 'CREATE_COMPLETE',
  },
  {
    ...usual,
    id: 'create-over-foreign-role',
    seed: ({ account }) => account.seed({ roles: [roleOfPeople] }),
    act: { kind: 'deploy', properties: { Permissions: 'Full' } },
    ends: 'ROLLBACK_COMPLETE',
  },
  {
    ...usual,
    id: 'create-fails',
    rcps: [NOBODY_ASSUMES],
    failsBy: 'sts.AssumeRole:with-id',
    act: { kind: 'deploy', properties: { ManagedPolicyArns: [TEAM_POLICY], SelfTest: 'Require' } },
    ends: 'ROLLBACK_COMPLETE',
  },
  {
    ...usual,
    id: 'create-rolled-back',
    act: { kind: 'deploy', properties: { ManagedPolicyArns: [TEAM_POLICY] }, failAfter: true },
    ends: 'ROLLBACK_COMPLETE',
  },
  {
    ...usual,
    id: 'adopt',
    seed: ({ account }) => account.seed({ roles: [roleOfPeople] }),
    act: { kind: 'deploy', properties: { ExistingRole: 'Adopt', Tags: [{ Key: 'team', Value: 'us' }] } },
    ends: 'CREATE_COMPLETE',
  },
  {
    ...usual,
    id: 'adopt-rolled-back',
    seed: ({ account }) => account.seed({ roles: [roleOfPeople] }),
    act: {
      kind: 'deploy',
      properties: { ExistingRole: 'Adopt', PermissionsBoundary: TEAM_BOUNDARY },
      failAfter: true,
    },
    ends: 'ROLLBACK_COMPLETE',
  },
];
