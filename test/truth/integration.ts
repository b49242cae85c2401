import { publishedPermissionSets } from '../../src/datadog/permission-sets';
import { type DesiredRole, desiredRole } from '../../src/iam/role/desired';
import { parseProperties } from '../../src/integration/properties';
import type { IntegrationSpec } from '../../src/integration/spec';
import { recordParameterName } from '../../src/state/parameter-names';
import type { AccountSeed } from '../sandbox';
import { ACCOUNT, EXTERNAL_ID, ROLE, VALIDATOR_ARN } from './places';
import type { Situation } from './situation';

/** The boundary of a situation, where there is one. */
const BOUNDARY = 'Boundary';
const BOUNDARY_ARN = `arn:aws:iam::${ACCOUNT}:policy/${BOUNDARY}`;
const OWN_POLICIES = '/datadog-integration-role/';

const OWNER = {
  stackId: `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/datadog/1`,
  logicalId: 'DatadogIntegration',
};
const ADOPTED = { 'datadog-integration-role:adopted': 'true' };

/** What the stack asks for. */
export function specOf({ boundary, permissions, selfTest, regions }: Situation): IntegrationSpec {
  const properties = {
    ExternalId: EXTERNAL_ID,
    Permissions: permissions,
    SelfTest: selfTest,
    ...(regions.named.length === 0 ? {} : { Regions: [...regions.named] }),
    ...(boundary.document === null ? {} : { PermissionsBoundary: BOUNDARY_ARN }),
  };
  const installation = {
    permissionsBoundary: null,
    furtherDatadogAccountIds: 'any',
    permissionSets: publishedPermissionSets,
  } as const;
  return parseProperties(properties, { partition: 'aws', accountId: ACCOUNT }, installation);
}

const principalsOf = ({ selfTest }: Situation) => (selfTest === 'Off' ? [] : [VALIDATOR_ARN]);

function desired(situation: Situation): DesiredRole {
  return desiredRole(specOf(situation), {
    owner: OWNER,
    permissionSets: publishedPermissionSets,
    selfTestPrincipals: principalsOf(situation),
  });
}

/** The role of a situation with its policies. */
export function seedOfRole(situation: Situation): AccountSeed {
  const { origin, trust, policies, boundary } = situation;
  const { managedPolicies, tags } = desired(situation);
  const own = managedPolicies.map((document, index) => ({
    name: `${ROLE}-permissions-${index + 1}`,
    path: OWN_POLICIES,
    document,
    tags,
  }));
  const further = policies.attached.map((document, index) => ({ name: `Further-${index + 1}`, document }));
  const bounds = boundary.document === null ? [] : [{ name: BOUNDARY, document: boundary.document }];
  const tagsOfOrigin = {
    own: tags,
    adopted: { ...tags, ...ADOPTED, team: 'infrastructure' },
    'by hand': {},
    replaced: {},
    gone: {},
  };
  return {
    policies: [...own, ...further, ...bounds],
    roles: [
      {
        name: ROLE,
        trust: trust.document,
        tags: tagsOfOrigin[origin],
        inline: policies.inline,
        attached: [
          ...own.map(({ name }) => `arn:aws:iam::${ACCOUNT}:policy${OWN_POLICIES}${name}`),
          ...further.map(({ name }) => `arn:aws:iam::${ACCOUNT}:policy/${name}`),
        ],
        ...(boundary.document === null ? {} : { boundaryArn: BOUNDARY_ARN }),
      },
    ],
  };
}

/** The record that the stack has left of it. */
export function storedRecord(
  situation: Situation,
  roleId: string,
): { readonly name: string; readonly value: string } {
  const record = {
    schemaVersion: 1,
    spec: specOf(situation),
    owner: OWNER,
    roleId,
    selfTestPrincipals: principalsOf(situation),
    permissionsVersion: publishedPermissionSets[situation.permissions].version,
    ...(situation.origin === 'adopted' ? { adopted: true } : {}),
  };
  return { name: recordParameterName(ROLE), value: JSON.stringify(record) };
}
