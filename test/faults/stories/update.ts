import { DATADOG, EXTERNAL_ID, ROLE } from '../../support/customer-account';
import {
  EQUAL_TEAM_POLICY,
  NARROW_BOUNDARY,
  TEAM_BOUNDARY,
  TEAM_POLICY,
  takeNumberElsewhere,
} from '../neighbours';
import type { Properties, Story } from '../story';
import { moveActionsByHand, NOBODY_ASSUMES } from './people';

const NEW_EXTERNAL_ID = '9c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f';
const DATADOG_AP1 = 'arn:aws:iam::417141415827:root';
const NEW_NAME = `${ROLE}New`;

const visitor = { principalArn: DATADOG, externalId: EXTERNAL_ID };

/** An Update from one set of properties to another. */
function update(
  id: string,
  from: Properties,
  to: Properties,
  more: Partial<Omit<Story, 'act'>> & { readonly failAfter?: boolean } = {},
): Story {
  const { failAfter = false, ...fields } = more;
  return {
    id,
    deployed: [from],
    act: { kind: 'deploy', properties: to, failAfter, force: true },
    ends: failAfter ? 'UPDATE_ROLLBACK_COMPLETE' : 'UPDATE_COMPLETE',
    roles: [ROLE],
    datadog: [visitor],
    ...fields,
  };
}

const tags = (value: string, ...more: readonly string[]) => [
  { Key: 'team', Value: value },
  ...more.map((key) => ({ Key: key, Value: value })),
];

export const UPDATE_STORIES: readonly Story[] = [
  update('update-nothing', {}, {}),
  update(
    'update-core-to-full',
    { Permissions: 'Core' },
    { Permissions: 'Full', ResourceCollection: true },
    { seed: takeNumberElsewhere },
  ),
  update('update-full-to-core', { Permissions: 'Full', ResourceCollection: true }, { Permissions: 'Core' }),
  update(
    'update-moved-actions',
    { Permissions: 'Full' },
    { Permissions: 'Full' },
    { interference: moveActionsByHand, rollsBackTo: 'end' },
  ),
  update(
    'update-external-id',
    {},
    { ExternalId: NEW_EXTERNAL_ID },
    { datadog: [visitor, { ...visitor, externalId: NEW_EXTERNAL_ID }] },
  ),
  update(
    'update-site',
    { DatadogSite: 'datadoghq.com' },
    { DatadogSite: 'ap1.datadoghq.com' },
    { datadog: [visitor, { ...visitor, principalArn: DATADOG_AP1 }] },
  ),
  update('update-boundary', { PermissionsBoundary: TEAM_BOUNDARY }, { PermissionsBoundary: NARROW_BOUNDARY }),
  update('update-tags', { Tags: tags('one', 'old') }, { Tags: tags('two', 'new') }),
  update(
    'update-settings',
    {
      Permissions: 'Core',
      Description: 'one',
      MaxSessionDuration: 7200,
      ManagedPolicyArns: [TEAM_POLICY],
      PermissionsBoundary: TEAM_BOUNDARY,
      Regions: ['us-east-1'],
    },
    {
      Permissions: 'Core',
      ExcludeActions: ['tag:GetTagKeys'],
      ManagedPolicyArns: [EQUAL_TEAM_POLICY],
      Regions: ['us-east-1', 'eu-west-1'],
    },
  ),
  update('update-path', {}, { Path: '/monitoring/' }, { ends: 'UPDATE_ROLLBACK_COMPLETE' }),
  update('rename', {}, { RoleName: NEW_NAME }, { roles: [ROLE, NEW_NAME] }),
  update('rename-rolled-back', {}, { RoleName: NEW_NAME }, { roles: [ROLE, NEW_NAME], failAfter: true }),
  update(
    'update-rolled-back',
    { Permissions: 'Core', Tags: tags('one', 'old'), ManagedPolicyArns: [TEAM_POLICY] },
    { Permissions: 'Standard', Tags: tags('two', 'new'), PermissionsBoundary: TEAM_BOUNDARY },
    { failAfter: true },
  ),
  update(
    'update-full-to-standard-rolled-back',
    { Permissions: 'Full' },
    { Permissions: 'Standard', ResourceCollection: true },
    { failAfter: true },
  ),
  update(
    'update-fails',
    { SelfTest: 'Off' },
    { SelfTest: 'Require', ResourceCollection: true, ExternalId: NEW_EXTERNAL_ID },
    {
      rcps: [NOBODY_ASSUMES],
      failsBy: 'sts.AssumeRole:with-id',
      ends: 'UPDATE_ROLLBACK_COMPLETE',
      datadog: [visitor, { ...visitor, externalId: NEW_EXTERNAL_ID }],
    },
  ),
];
