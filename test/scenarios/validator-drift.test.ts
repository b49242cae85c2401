import {
  AttachRolePolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  DetachRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  TagRoleCommand,
  UntagPolicyCommand,
  UntagRoleCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { type Breakage, itFinds } from '../support/breakage';
import {
  type CustomerAccount,
  openCustomerAccount,
  ROLE,
  WITHOUT_BOUNDARY,
} from '../support/customer-account';
import { documentOf, editInlineActions, editPolicyActions, putInline } from '../support/role-edits';
import { usualRegions } from '../support/usual-regions';

const SECURITY_AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const OWN_POLICY = `${ROLE}-permissions-1`;
const OWN_POLICY_ARN = `arn:aws:iam::123456789012:policy/datadog-integration-role/${OWN_POLICY}`;
const ALLOW_ALL = documentOf({ Effect: 'Allow', Action: '*', Resource: '*' });
const BOUNDARY = 'arn:aws:iam::123456789012:policy/Boundary';
const OTHER_BOUNDARY = 'arn:aws:iam::123456789012:policy/OtherBoundary';

const onRole = { RoleName: ROLE };

const BREAKAGES: readonly Breakage[] = [
  {
    name: 'an action that somebody added to the inline policy',
    breakIt: (customer) => editInlineActions(customer, (actions) => [...actions, 's3:GetObject']),
    foundBy: 'drift-inline-policy',
    status: 'warn',
    says: ['inlinePolicies.DatadogIntegrationPolicy is different'],
  },
  {
    name: 'a managed policy of the stack that somebody extended',
    properties: { Permissions: 'Full' },
    breakIt: (customer) => editPolicyActions(customer, OWN_POLICY, (actions) => [...actions, 's3:GetObject']),
    foundBy: 'drift-managed-policies',
    status: 'warn',
    says: [`${OWN_POLICY} is different`],
  },
  {
    name: 'tags taken off a managed policy of the stack',
    properties: { Permissions: 'Full', Tags: [{ Key: 'team', Value: 'platform' }] },
    breakIt: ({ iam }) => iam.send(new UntagPolicyCommand({ PolicyArn: OWN_POLICY_ARN, TagKeys: ['team'] })),
    foundBy: 'drift-managed-policies',
    status: 'warn',
    says: [`${OWN_POLICY}.tags.team is missing`, 'expected platform, found nothing'],
  },
  {
    name: 'a managed policy of AWS’s that somebody detached',
    properties: { ResourceCollection: true },
    breakIt: ({ iam }) => iam.send(new DetachRolePolicyCommand({ ...onRole, PolicyArn: SECURITY_AUDIT })),
    foundBy: 'drift-attachments',
    status: 'fail',
    says: [`attachedPolicies.${SECURITY_AUDIT} is missing`],
  },
  {
    name: 'a managed policy that somebody attached',
    breakIt: ({ iam }) => iam.send(new AttachRolePolicyCommand({ ...onRole, PolicyArn: READ_ONLY })),
    foundBy: 'drift-attachments',
    status: 'warn',
    says: [`attachedPolicies.${READ_ONLY} is unexpected`],
  },
  {
    name: 'an inline policy that somebody added',
    breakIt: (customer) => putInline(customer, 'OfOurOwn', ALLOW_ALL),
    foundBy: 'drift-attachments',
    status: 'warn',
    says: ['inlinePolicies.OfOurOwn is unexpected'],
  },
  {
    name: 'a permissions boundary that somebody set',
    breakIt: ({ iam }) =>
      iam.send(new PutRolePermissionsBoundaryCommand({ ...onRole, PermissionsBoundary: BOUNDARY })),
    foundBy: 'drift-permissions-boundary',
    status: 'warn',
    says: ['permissionsBoundary is unexpected', BOUNDARY],
  },
  {
    name: 'a permissions boundary that somebody exchanged',
    properties: { PermissionsBoundary: BOUNDARY },
    breakIt: ({ iam }) =>
      iam.send(new PutRolePermissionsBoundaryCommand({ ...onRole, PermissionsBoundary: OTHER_BOUNDARY })),
    foundBy: 'drift-permissions-boundary',
    status: 'warn',
    says: [`expected ${BOUNDARY}, found ${OTHER_BOUNDARY}`],
  },
  {
    name: 'a permissions boundary that somebody removed',
    properties: { PermissionsBoundary: BOUNDARY },
    breakIt: ({ iam }) => iam.send(new DeleteRolePermissionsBoundaryCommand(onRole)),
    foundBy: 'drift-permissions-boundary',
    status: 'warn',
    says: ['permissionsBoundary is missing', `expected ${BOUNDARY}, found nothing`],
  },
  {
    name: 'a tag that somebody took off',
    properties: { Tags: [{ Key: 'cost center', Value: '4711 / EU' }] },
    breakIt: ({ iam }) => iam.send(new UntagRoleCommand({ ...onRole, TagKeys: ['cost center'] })),
    foundBy: 'drift-tags',
    status: 'warn',
    says: ['tags.cost center: expected 4711 / EU, found nothing'],
  },
  {
    name: 'a tag that somebody changed',
    properties: { Tags: [{ Key: 'team', Value: 'platform' }] },
    breakIt: ({ iam }) => iam.send(new TagRoleCommand({ ...onRole, Tags: [{ Key: 'team', Value: 'data' }] })),
    foundBy: 'drift-tags',
    status: 'warn',
    says: ['tags.team is different', 'expected platform, found data'],
  },
  {
    name: 'that nobody can tell any more whose role it is',
    breakIt: ({ iam }) =>
      iam.send(
        new UntagRoleCommand({
          ...onRole,
          TagKeys: ['datadog-integration-role:stack-id', 'datadog-integration-role:logical-id'],
        }),
      ),
    foundBy: 'drift-tags',
    status: 'warn',
    says: ['tags.datadog-integration-role:stack-id is missing'],
  },
  {
    name: 'another description and session duration',
    properties: { Description: "Datadog's: $HOME `id`", MaxSessionDuration: 7200 },
    breakIt: ({ iam }) =>
      iam.send(new UpdateRoleCommand({ ...onRole, Description: 'Do not delete', MaxSessionDuration: 3600 })),
    foundBy: 'drift-settings',
    status: 'warn',
    says: ["description: expected Datadog's: $HOME `id`, found Do not delete", 'expected 7200, found 3600'],
  },
];

describe('of drift the validator finds', () => {
  let customer: CustomerAccount;

  beforeAll(async () => {
    customer = await openCustomerAccount({
      skipsWaits: true,
      sandbox: usualRegions(),
      parameters: WITHOUT_BOUNDARY,
    });
  });
  afterAll(() => customer.close());

  itFinds(
    () => customer,
    BREAKAGES,
    ({ account }) =>
      account.seed({
        policies: [
          { name: 'Boundary', document: ALLOW_ALL },
          { name: 'OtherBoundary', document: ALLOW_ALL },
        ],
      }),
  );
});
