import { tagKeys } from '../authorize/context';
import type { Call, ConditionKeys } from '../service';
import type { Tags } from '../state';
import TABLE from './condition-keys.json';
import { requestedTags } from './requested-tags';

export type ResourceType = keyof typeof TABLE.resources;

/** What condition keys can tell of the resource that a call is about. */
interface Target {
  readonly tags?: Tags | undefined;
  readonly boundaryArn?: string | undefined;
}

/**
 * The actions where `iam:PermissionsBoundary` is the boundary that the request wants to set; everywhere else it is the
 * one that the role or user already has.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
const SETTING_THE_BOUNDARY: ReadonlySet<string> = new Set([
  'CreateRole',
  'CreateUser',
  'PutRolePermissionsBoundary',
]);

const VALUES: Readonly<Record<string, (action: string, call: Call, target: Target) => ConditionKeys>> = {
  'aws:ResourceTag': (_action, _call, { tags }) => tagKeys('aws:ResourceTag/', tags ?? new Map()),
  'iam:ResourceTag': (_action, _call, { tags }) => tagKeys('iam:ResourceTag/', tags ?? new Map()),
  'aws:RequestTag': (_action, call) => tagKeys('aws:RequestTag/', requestedTags(call)),
  'aws:TagKeys': (_action, call) => ({ 'aws:TagKeys': sentTagKeys(call) }),
  'iam:PolicyARN': (_action, { parameters }) => ({ 'iam:PolicyARN': parameters.text('PolicyArn') }),
  'iam:PermissionsBoundary': (action, { parameters }, { boundaryArn }) => ({
    'iam:PermissionsBoundary': SETTING_THE_BOUNDARY.has(action)
      ? parameters.text('PermissionsBoundary')
      : boundaryArn,
  }),
};

/** The condition keys that IAM has for an action, with their values in a call: the table says which they are. */
export function conditionKeysFor(
  action: string,
  type: ResourceType,
  call: Call,
  target: Target = {},
): ConditionKeys {
  const ofAction = Object.entries(TABLE.actions).find(([name]) => name === action)?.[1] ?? [];
  const keys = [...TABLE.resources[type], ...ofAction].map((key) => VALUES[key]?.(action, call, target));
  return Object.assign({}, ...keys);
}

/** Tags are sent whole, or to be removed by their keys. */
function sentTagKeys(call: Call): string[] {
  return [...requestedTags(call).keys(), ...call.parameters.texts('TagKeys')];
}
