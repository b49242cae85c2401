import { publishedPermissionSets } from '../../../src/datadog/permission-sets';
import { desiredRole } from '../../../src/iam/role/desired';
import type { ObservedIdentity, ObservedRole } from '../../../src/iam/role/observed';
import { parseProperties } from '../../../src/integration/properties';
import type { RegionResult } from '../../../src/report/report';
import type { IntegrationRecord } from '../../../src/state/integration';
import type { Evidence } from '../../../src/validation/evidence';
import { concreteActions } from '../../../src/validation/permissions';
import { representatives } from '../../../src/validation/representatives';
import type { SimulatedAction } from '../../../src/validation/simulated-action';
import { type Situation, situationOf } from '../../../src/validation/situation';
import { targetOfRecord } from '../../../src/validation/target';

export const ACCOUNT = '123456789012';
export const ROLE = 'DatadogIntegrationRole';
export const EXTERNAL_ID = '0f9bb8a3d2c14c6e9a7b5d1e3f2a4c6d';
export const VALIDATOR_ROLE = `arn:aws:iam::${ACCOUNT}:role/datadog-ValidatorRole`;
export const NOW = Date.parse('2026-06-01T12:00:00Z');
export const HOUR_MS = 3_600_000;

const OWNER = {
  stackId: `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/datadog/1`,
  logicalId: 'DatadogIntegration',
};

/** The record of an integration with these properties. */
export function recordOf(properties: Record<string, unknown> = {}, partition = 'aws'): IntegrationRecord {
  const spec = parseProperties(
    { ExternalId: EXTERNAL_ID, ...properties },
    { partition, accountId: ACCOUNT },
    { permissionsBoundary: null, furtherDatadogAccountIds: 'any', permissionSets: publishedPermissionSets },
  );
  const selfTestPrincipals = spec.selfTest === 'Off' ? [] : [VALIDATOR_ROLE];
  return { schemaVersion: 1, spec, owner: OWNER, roleId: 'AROAROLE', selfTestPrincipals };
}

/** What IAM shows when the role is exactly as the record calls for. */
export function observedAsDesired(record: IntegrationRecord): ObservedRole & { role: ObservedIdentity } {
  const desired = desiredRole(record.spec, {
    owner: record.owner,
    permissionSets: publishedPermissionSets,
    selfTestPrincipals: record.selfTestPrincipals,
  });
  const policies = desired.managedPolicies.map((document, index) => {
    const name = `${desired.name}-permissions-${index + 1}`;
    const arn = `arn:aws:iam::${ACCOUNT}:policy/datadog-integration-role/${name}`;
    return { arn, name, tags: desired.tags, document: JSON.stringify(document), otherVersionIds: [] };
  });
  return {
    role: {
      arn: desired.arn,
      name: desired.name,
      path: desired.path,
      roleId: record.roleId,
      createdAt: NOW - 100 * HOUR_MS,
      description: desired.description,
      maxSessionDurationSeconds: desired.maxSessionDurationSeconds,
      permissionsBoundary: desired.permissionsBoundary,
      trustPolicy: JSON.stringify(desired.trustPolicy),
      tags: desired.tags,
      inlinePolicies: { DatadogIntegrationPolicy: JSON.stringify(desired.inlinePolicy) },
      attachedPolicyArns: [...desired.attachedPolicyArns, ...policies.map(({ arn }) => arn)].sort(),
      instanceProfiles: [],
    },
    policies,
    quotas: {
      attachedPoliciesPerRole: 10,
      trustPolicyCharacters: 2_048,
      inlinePolicyCharactersPerRole: 10_240,
      versionsPerPolicy: 5,
    },
    missingPolicyArns: [],
  };
}

export function worksIn(region: string): RegionResult {
  return { region, status: 'ok', cause: null, message: null, latencyMs: 80 };
}

/** What AWS's evaluator says of actions that nothing denies. */
export function allowedActions(actions: readonly string[]): readonly SimulatedAction[] {
  return actions.map((action) => ({ action, deniedBy: null, policies: [] }));
}

/** A healthy integration, in which one thing may be changed. */
export function evidenceOf(record = recordOf(), change: Partial<Evidence> = {}): Evidence {
  const set = publishedPermissionSets[record.spec.permissions];
  const actions = concreteActions(set, publishedPermissionSets);
  return {
    now: NOW,
    target: targetOfRecord(record),
    permissionSets: publishedPermissionSets,
    selfTestPrincipals: [],
    caller: { ok: true, value: `arn:aws:sts::${ACCOUNT}:assumed-role/datadog-ValidatorRole/validator` },
    observed: { ok: true, value: observedAsDesired(record) },
    usage: {
      ok: true,
      value: { createdAt: NOW - 100 * HOUR_MS, lastUsed: { at: NOW - HOUR_MS, region: 'eu-west-1' } },
    },
    simulation: {
      ok: true,
      value: allowedActions([...actions, 'cloudwatch:ListMetrics']),
    },
    regionSimulations: ['eu-west-1', 'us-east-1'].map((region) => ({
      region,
      simulation: { ok: true, value: allowedActions(representatives(set, publishedPermissionSets)) },
    })),
    boundaryDocument: null,
    attachedDocuments: {},
    regionList: { enabled: ['eu-west-1', 'us-east-1'], disabled: [], failure: null },
    probeMode: 'assume-role',
    homeRegion: 'us-east-1',
    regions: [worksIn('eu-west-1'), worksIn('us-east-1')],
    externalIdProbe: { withoutExternalId: 'refused', withWrongExternalId: 'refused' },
    excluded: {},
    ...change,
  };
}

export function situation(record = recordOf(), change: Partial<Evidence> = {}): Situation {
  return situationOf(evidenceOf(record, change));
}

/** A healthy integration but for the role, which is as `change` leaves it. */
export function situationWithRole(
  change: (observed: ObservedRole & { role: ObservedIdentity }) => Partial<ObservedIdentity>,
  record = recordOf(),
): Situation {
  const observed = observedAsDesired(record);
  const value = { ...observed, role: { ...observed.role, ...change(observed) } };
  return situation(record, { observed: { ok: true, value } });
}
