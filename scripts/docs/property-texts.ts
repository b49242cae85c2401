import type { PropertyName } from '../../src/integration/contract';
import type { AttributeName } from '../../src/provider/attributes';

/** What people are told of a property besides its contract: in Markdown, without line breaks. */
export interface PropertyText {
  readonly summary: string;
  /** What stands for one that is left out, where that is no fixed value. */
  readonly default?: string;
  /** What the contract does not say. */
  readonly rule?: string;
  /** What another value does to the resource. */
  readonly change: string;
}

const UPDATE = 'update';

export const propertyTexts: Readonly<Record<PropertyName, PropertyText>> = {
  DatadogSite: {
    summary: 'The Datadog site, by its host or a short name. It decides which AWS account the role trusts.',
    rule: 'it has to offer role delegation in the partition of the stack; letter case does not matter to the resource, and does to the schema',
    change: UPDATE,
  },
  ExternalId: {
    summary:
      'The external id that the AWS integration page in Datadog shows for this account. Not the placeholder of the documentation.',
    default: 'required',
    rule: 'no blanks',
    change: 'update; until Datadog has the same one it is refused',
  },
  RoleName: {
    summary:
      "Name of the role, which Datadog asks for to the letter. The provider's template has to allow it: by `RoleNamePattern`, or as its own `RoleName`.",
    rule: 'no `/`: a path goes into `Path`',
    change:
      'replacement: the new role is made before the old one is deleted; a name that differs in letter case only is refused',
  },
  Path: {
    summary:
      'IAM path of the role. With a path, the attribute `DatadogRoleName` is what Datadog has to be given.',
    rule: 'ASCII without blanks, begins and ends with `/`',
    change: 'replacement, and only together with another `RoleName`: alone it is refused',
  },
  Description: {
    summary: 'Description of the role, as in `AWS::IAM::Role`.',
    default: "IAM's: none",
    rule: 'Latin-1 text',
    change: UPDATE,
  },
  MaxSessionDuration: {
    summary: 'Seconds that a session of the role may last, as in `AWS::IAM::Role`.',
    default: "IAM's: `3600`",
    change: UPDATE,
  },
  PermissionsBoundary: {
    summary: 'ARN of the permissions boundary of the role.',
    default: "the provider's",
    rule: "the one of the provider's template, unless that template's parameter `PermissionsBoundary` is `None`",
    change: UPDATE,
  },
  Tags: {
    summary: 'Tags of the role, `{Key, Value}` as in `AWS::IAM::Role` or texts such as `team=platform`.',
    default: "IAM's: none",
    rule: 'no two keys that differ in letter case only',
    change: 'update; tags that others have set stay',
  },
  Permissions: {
    summary:
      "Datadog's permission set. `Full` adds managed policies for every feature to the inline policy of `Standard`.",
    change: 'update, without a gap in what both sets have',
  },
  ExcludeActions: {
    summary:
      "Actions of Datadog's permission set that the role is not given, such as `sns:Publish`, `logs:*` or `*:Put*`. What `SecurityAudit` or a policy of `ManagedPolicyArns` grants is not cut.",
    default: 'none',
    rule: 'each matches some of the set, in any letter case; a pattern of the set (`ec2:Describe*`) goes as a whole or not at all; `cloudwatch:ListMetrics` stays',
    change: 'update: what is left out is taken away last, what comes back is given first',
  },
  ResourceCollection: {
    summary: 'Whether the AWS managed policy `SecurityAudit` is attached, which resource collection needs.',
    rule: 'any letter case for the resource, these spellings for the schema',
    change: UPDATE,
  },
  ManagedPolicyArns: {
    summary: 'Further managed policies to attach. The boundary may cut what they grant.',
    default: 'none',
    rule: "of the stack's account or of AWS, among those that the provider's template lists in `ManagedPolicyArns` and `AttachablePolicyArns`",
    change: 'update; what others have attached stays',
  },
  Regions: {
    summary:
      'Regions that the permissions are restricted to: regional calls elsewhere are denied, global services keep working. Include `us-east-1` to keep the CloudWatch metrics of global services.',
    default: 'all',
    rule: "of the stack's partition",
    change: UPDATE,
  },
  DatadogAccountId: {
    summary: 'The AWS account that the role trusts.',
    default: 'of the site',
    rule: "Datadog's for the site, or one that the provider's template lists in `AllowedDatadogAccountIds`",
    change: UPDATE,
  },
  ExistingRole: {
    summary:
      'What to do where a role of this name exists that this stack did not make. `Adopt` takes it over, and a delete restores it as it was before.',
    rule: "the provider's template has to list a role that is adopted in `AdoptableRoleNames`",
    change: UPDATE,
  },
  SelfTest: {
    summary:
      "Whether the role is tried after each change. `Require` fails the stack where it cannot be assumed, `Report` says so in `SelfTestResult`, `Off` leaves Datadog's trust policy alone.",
    rule: 'quote `Off` in YAML',
    change: UPDATE,
  },
  Revision: {
    summary: 'Any text: another one has the role put right, whatever somebody has changed about it.',
    default: 'none',
    change: 'update, of what is not as it should be',
  },
  Release: {
    summary:
      'The release of the template, by which a new one reaches the role. `npm run package` writes it; leave it out of templates of your own.',
    default: 'none',
    rule: "`VERSION+DIGEST`; the version has to be the function's",
    change: 'update, of what the new release makes otherwise',
  },
};

export const attributeTexts: Readonly<Record<AttributeName, string>> = {
  Arn: 'ARN of the role',
  RoleName: 'name of the role, which `Ref` gives as well',
  DatadogRoleName:
    'what to enter in Datadog as AWS Role Name: the path without the leading `/`, and the name',
  RoleId: 'the unique id that IAM has given to the role',
  ExternalId: 'the external id that the role demands',
  DatadogAccountId: 'the AWS account that the role trusts',
  DatadogSite: 'host of the Datadog site',
  PolicyArns:
    'managed policies that this resource has attached, separated by commas; `none` where there are none',
  PermissionsVersion: "date of Datadog's permission set",
  SelfTestResult:
    '`passed`, `off`, `undecided: CAUSE` or `failed: CAUSE`; each followed by `, without ARN` where a principal had to be left out of the trust policy',
};
