import { permissionSetNames } from '../datadog/permission-sets';
import {
  DESCRIPTION_CHARACTERS,
  EXTERNAL_ID_MAXIMUM_CHARACTERS,
  EXTERNAL_ID_MINIMUM_CHARACTERS,
  MAX_SESSION_DURATION_MAXIMUM_SECONDS,
  MAX_SESSION_DURATION_MINIMUM_SECONDS,
  PATH_CHARACTERS,
  ROLE_NAME_CHARACTERS,
  TAG_KEY_CHARACTERS,
  TAG_VALUE_CHARACTERS,
  TAGS_PER_ROLE,
} from '../policy/quotas';
import { OWN_TAG_PREFIX } from './names';
import { existingRoleModes, selfTestModes } from './spec';

/** Kept free for the tags that this project sets itself: whose the role is (2), adopted, attached, boundary. */
export const OWN_TAGS = 5;

/**
 * What may stand in each property of `Custom::DatadogIntegrationRole`, CloudFormation's own aside, and what stands for one
 * that is left out. The reader of properties, the JSON schema and docs/properties.md are all made from it.
 *
 * `characters` is what stands between the brackets of a regular expression. Character sets:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html,
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (external id) and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_naming
 */
export const contract = {
  /** A site of src/datadog/sites.json. */
  DatadogSite: { default: 'datadoghq.com' },
  ExternalId: {
    characters: 'A-Za-z0-9_+=,.@:/-',
    minCharacters: EXTERNAL_ID_MINIMUM_CHARACTERS,
    maxCharacters: EXTERNAL_ID_MAXIMUM_CHARACTERS,
    /** What stands in README.md for the external id of the reader. */
    placeholder: 'YOUR-EXTERNAL-ID',
  },
  RoleName: {
    default: 'DatadogIntegrationRole',
    characters: 'A-Za-z0-9_+=,.@-',
    minCharacters: 1,
    maxCharacters: ROLE_NAME_CHARACTERS,
  },
  Path: {
    default: '/',
    pattern: '^/([\\x21-\\x7e]+/)?$',
    minCharacters: 1,
    maxCharacters: PATH_CHARACTERS,
  },
  Description: {
    default: '',
    characters: '\\t\\n\\r\\x20-\\x7e\\u00a1-\\u00ff',
    minCharacters: 0,
    maxCharacters: DESCRIPTION_CHARACTERS,
  },
  MaxSessionDuration: {
    default: 3_600,
    minimum: MAX_SESSION_DURATION_MINIMUM_SECONDS,
    maximum: MAX_SESSION_DURATION_MAXIMUM_SECONDS,
  },
  /** A managed policy: property-rules.ts. */
  PermissionsBoundary: {},
  Tags: {
    characters: '\\p{L}\\p{Z}\\p{N}_.:/=+\\-@',
    maxEntries: TAGS_PER_ROLE - OWN_TAGS,
    maxKeyCharacters: TAG_KEY_CHARACTERS,
    maxValueCharacters: TAG_VALUE_CHARACTERS,
    /** In any letter case. */
    awsPrefix: 'aws:',
    ownPrefix: OWN_TAG_PREFIX,
  },
  Permissions: { default: 'Standard', choices: permissionSetNames },
  /**
   * Names and patterns of actions, in any letter case; what they leave out of a permission set: exclude-actions.ts.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html.
   */
  ExcludeActions: { pattern: '^[A-Za-z0-9*?-]+:[A-Za-z0-9*?]+$', maxEntries: 100 },
  ResourceCollection: { default: false },
  /** Managed policies; more of them than IAM attaches to any role. */
  ManagedPolicyArns: { maxEntries: 50 },
  /** More than any partition has. */
  Regions: { maxEntries: 100 },
  DatadogAccountId: { pattern: '^[0-9]{12}$' },
  ExistingRole: { default: 'Fail', choices: existingRoleModes },
  SelfTest: { default: 'Report', choices: selfTestModes },
  /** As many characters as a tag's value has: enough for a date, a version or the id of a commit. */
  Revision: { maxCharacters: 256 },
  /** The version of a package, with a digest of its code behind a plus sign: https://semver.org/ */
  Release: {
    pattern: '^[0-9]{1,9}\\.[0-9]{1,9}\\.[0-9]{1,9}(-[0-9A-Za-z.-]{1,64})?(\\+[0-9A-Za-z.-]{1,64})?$',
  },
} as const;

export type PropertyName = keyof typeof contract;

/** The properties of `Custom::DatadogIntegrationRole`, CloudFormation's own aside. */
export const propertyNames = Object.keys(contract) as readonly PropertyName[];
