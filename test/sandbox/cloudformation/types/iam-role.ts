import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../../answer';
import type { Made } from '../native-provider';
import type { Properties } from '../request';
import {
  documentOf,
  fieldsOf,
  type NativeType,
  structuresOf,
  type TypeContext,
  tagsOf,
  textIn,
  textOf,
  textsOf,
} from './native-type';

const MOST_CHARACTERS = 64;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
export const IAM_ROLE: NativeType = (context) => {
  const create = async (logicalId: string, properties: Properties): Promise<Made> => {
    const RoleName = textOf(properties, 'RoleName') ?? context.newName(logicalId, MOST_CHARACTERS);
    const made = await context.call('iam', 'CreateRole', {
      RoleName,
      Path: textOf(properties, 'Path'),
      AssumeRolePolicyDocument: documentOf(properties, 'AssumeRolePolicyDocument'),
      Description: textOf(properties, 'Description'),
      MaxSessionDuration: textOf(properties, 'MaxSessionDuration'),
      PermissionsBoundary: textOf(properties, 'PermissionsBoundary'),
      Tags: tagsOf(properties, context),
    });
    try {
      await change(context, RoleName, NOTHING, properties);
    } catch (error) {
      await remove(context, RoleName);
      throw error;
    }
    return shown(RoleName, made);
  };
  return {
    create,
    update: async (current, properties) => {
      const { logicalId, physicalId: RoleName, properties: old } = current;
      if (['RoleName', 'Path'].some((name) => old[name] !== properties[name]))
        return create(logicalId, properties);
      const changed = (name: string) => !isDeepStrictEqual(old[name], properties[name]);
      if (changed('AssumeRolePolicyDocument'))
        await context.call('iam', 'UpdateAssumeRolePolicy', {
          RoleName,
          PolicyDocument: documentOf(properties, 'AssumeRolePolicyDocument'),
        });
      if (changed('Description') || changed('MaxSessionDuration'))
        await context.call('iam', 'UpdateRole', {
          RoleName,
          Description: textOf(properties, 'Description') ?? '',
          MaxSessionDuration: textOf(properties, 'MaxSessionDuration'),
        });
      if (changed('PermissionsBoundary')) await changeBoundary(context, RoleName, properties);
      await change(context, RoleName, old, properties);
      return shown(RoleName, await context.call('iam', 'GetRole', { RoleName }));
    },
    delete: async ({ physicalId, properties }) => {
      await change(context, physicalId, properties, NOTHING);
      await remove(context, physicalId);
    },
  };
};

const NOTHING: Properties = {};

/** From the answer of CreateRole or GetRole. */
function shown(RoleName: string, answer: Answer): Made {
  const fields = fieldsOf(answer);
  return {
    physicalId: RoleName,
    attributes: { Arn: textIn(fields, 'Role', 'Arn'), RoleId: textIn(fields, 'Role', 'RoleId') },
  };
}

async function remove({ call }: TypeContext, RoleName: string): Promise<void> {
  const { PolicyNames } = fieldsOf(await call('iam', 'ListRolePolicies', { RoleName }));
  for (const PolicyName of Array.isArray(PolicyNames) ? PolicyNames : [])
    await call('iam', 'DeleteRolePolicy', { RoleName, PolicyName: String(PolicyName) });
  await call('iam', 'DeleteRole', { RoleName });
}

async function changeBoundary(
  { call }: TypeContext,
  RoleName: string,
  properties: Properties,
): Promise<void> {
  const PermissionsBoundary = textOf(properties, 'PermissionsBoundary');
  await (PermissionsBoundary === undefined
    ? call('iam', 'DeleteRolePermissionsBoundary', { RoleName })
    : call('iam', 'PutRolePermissionsBoundary', { RoleName, PermissionsBoundary }));
}

/** Inline and attached policies: what is new comes before what is not wanted any more goes. */
async function change(
  { call }: TypeContext,
  RoleName: string,
  old: Properties,
  properties: Properties,
): Promise<void> {
  const [before, after] = [inlineOf(old), inlineOf(properties)];
  for (const [PolicyName, PolicyDocument] of after)
    if (before.get(PolicyName) !== PolicyDocument)
      await call('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument });
  const [attached, wanted] = [textsOf(old, 'ManagedPolicyArns'), textsOf(properties, 'ManagedPolicyArns')];
  for (const PolicyArn of wanted)
    if (!attached.includes(PolicyArn)) await call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
  for (const PolicyName of before.keys())
    if (!after.has(PolicyName)) await call('iam', 'DeleteRolePolicy', { RoleName, PolicyName });
  for (const PolicyArn of attached)
    if (!wanted.includes(PolicyArn)) await call('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
}

function inlineOf(properties: Properties): Map<string, string> {
  return new Map(
    structuresOf(properties, 'Policies').map((policy) => [
      String(policy['PolicyName']),
      documentOf(policy, 'PolicyDocument'),
    ]),
  );
}
