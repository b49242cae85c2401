import type { CustomerAccount } from '../../support/customer-account';
import { ACCOUNT_ID, byHand } from '../../support/registration';
import type { Properties, Story } from '../story';
import { REGISTRATION_OF_ACCOUNT } from '../tested-resource';

/* What people do with `Custom::DatadogIntegrationAccount`. */

const usual = { resource: REGISTRATION_OF_ACCOUNT, deployed: [], roles: [], datadog: [] } as const;
const ADOPT = { ExistingRegistration: 'Adopt' };

/** Somebody has entered the account in Datadog, with settings of his own. */
function enterByHand({ datadog }: CustomerAccount): void {
  datadog().accounts.add({
    ...byHand,
    roleName: 'OfTheTeam',
    settings: { account_tags: ['by:hand'], metrics_config: { automute_enabled: false } },
  });
}

async function deleteInDatadog({ datadog }: CustomerAccount): Promise<void> {
  const { accounts } = datadog();
  accounts.delete(accounts.of(ACCOUNT_ID)?.id ?? '');
}

function update(
  id: string,
  from: Properties,
  to: Properties,
  more: Partial<Story> = {},
  failAfter = false,
): Story {
  return {
    ...usual,
    id: `registration-${id}`,
    deployed: [from],
    act: { kind: 'deploy', properties: to, failAfter, force: true },
    ends: failAfter ? 'UPDATE_ROLLBACK_COMPLETE' : 'UPDATE_COMPLETE',
    ...more,
  };
}

const ONE = {
  AccountTags: ['env:one'],
  Regions: ['us-east-1'],
  Metrics: { CollectCustomMetrics: 'true', NamespaceFilters: { ExcludeOnly: ['AWS/SQS'] } },
};
const OTHER = {
  AccountTags: ['env:other', 'team:platform'],
  Regions: ['eu-west-1'],
  RoleName: '/monitoring/Datadog',
  Metrics: { CollectCustomMetrics: 'false', NamespaceFilters: { IncludeOnly: ['AWS/EC2'] } },
};

export const REGISTRATION_STORIES: readonly Story[] = [
  {
    ...usual,
    id: 'registration-create',
    act: { kind: 'deploy', properties: ONE },
    ends: 'CREATE_COMPLETE',
  },
  {
    ...usual,
    id: 'registration-create-over-foreign',
    seed: enterByHand,
    act: { kind: 'deploy', properties: {} },
    ends: 'ROLLBACK_COMPLETE',
  },
  {
    ...usual,
    id: 'registration-create-rolled-back',
    act: { kind: 'deploy', properties: {}, failAfter: true },
    ends: 'ROLLBACK_COMPLETE',
  },
  {
    ...usual,
    id: 'registration-adopt',
    seed: enterByHand,
    act: { kind: 'deploy', properties: { ...ONE, ...ADOPT } },
    ends: 'CREATE_COMPLETE',
  },
  {
    ...usual,
    id: 'registration-adopt-rolled-back',
    seed: enterByHand,
    act: { kind: 'deploy', properties: { ...ONE, ...ADOPT }, failAfter: true },
    ends: 'ROLLBACK_COMPLETE',
  },
  update('update-nothing', ONE, ONE),
  update('update', ONE, OTHER),
  update('update-rolled-back', ONE, OTHER, {}, true),
  update('update-drops-settings', ONE, {}, { remembersMore: true }),
  update(
    'update-adopted',
    { ...ONE, ...ADOPT },
    { ...OTHER, ...ADOPT },
    { seed: enterByHand, remembersMore: true },
  ),
  update('made-anew', ONE, ONE, { interference: deleteInDatadog, rollsBackTo: 'end' }),
  update('made-anew-rolled-back', ONE, ONE, { interference: deleteInDatadog, rollsBackTo: 'end' }, true),
  {
    ...usual,
    id: 'registration-delete',
    deployed: [ONE],
    act: { kind: 'delete' },
    ends: 'DELETE_COMPLETE',
  },
  {
    ...usual,
    id: 'registration-delete-deleted',
    deployed: [ONE],
    interference: deleteInDatadog,
    act: { kind: 'delete' },
    ends: 'DELETE_COMPLETE',
  },
  {
    ...usual,
    id: 'registration-hand-back',
    seed: enterByHand,
    deployed: [{ ...ONE, ...ADOPT }],
    act: { kind: 'delete' },
    ends: 'DELETE_COMPLETE',
  },
];
