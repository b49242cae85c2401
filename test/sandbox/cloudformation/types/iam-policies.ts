import { isDeepStrictEqual } from 'node:util';
import type { Made } from '../native-provider';
import type { Properties } from '../request';
import {
  documentOf,
  fieldsOf,
  type NativeType,
  requiredTextOf,
  textIn,
  textOf,
  textsOf,
} from './native-type';

const MOST_CHARACTERS = 128;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html */
export const IAM_MANAGED_POLICY: NativeType = ({ call, newName }) => {
  const create = async (logicalId: string, properties: Properties): Promise<Made> => {
    const made = await call('iam', 'CreatePolicy', {
      PolicyName: textOf(properties, 'ManagedPolicyName') ?? newName(logicalId, MOST_CHARACTERS),
      Path: textOf(properties, 'Path'),
      Description: textOf(properties, 'Description'),
      PolicyDocument: documentOf(properties, 'PolicyDocument'),
    });
    const arn = textIn(fieldsOf(made), 'Policy', 'Arn');
    return { physicalId: arn, attributes: { PolicyArn: arn } };
  };
  return {
    create,
    update: async ({ logicalId, physicalId, properties: old }, properties) => {
      const replaced = ['ManagedPolicyName', 'Path', 'Description'].some(
        (name) => old[name] !== properties[name],
      );
      if (replaced) return create(logicalId, properties);
      if (!isDeepStrictEqual(old['PolicyDocument'], properties['PolicyDocument'])) {
        await dropVersions(physicalId);
        await call('iam', 'CreatePolicyVersion', {
          PolicyArn: physicalId,
          PolicyDocument: documentOf(properties, 'PolicyDocument'),
          SetAsDefault: true,
        });
      }
      return { physicalId, attributes: { PolicyArn: physicalId } };
    },
    delete: async ({ physicalId }) => {
      await dropVersions(physicalId);
      await call('iam', 'DeletePolicy', { PolicyArn: physicalId });
    },
  };

  async function dropVersions(PolicyArn: string): Promise<void> {
    const { Versions } = fieldsOf(await call('iam', 'ListPolicyVersions', { PolicyArn }));
    for (const version of Array.isArray(Versions) ? Versions : []) {
      const VersionId = textIn({ version }, 'version', 'VersionId');
      if (textIn({ version }, 'version', 'IsDefaultVersion') !== 'true')
        await call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId });
    }
  }
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html, of roles alone */
export const IAM_POLICY: NativeType = ({ call, newName }) => {
  const put = async (properties: Properties) => {
    for (const RoleName of textsOf(properties, 'Roles'))
      await call('iam', 'PutRolePolicy', {
        RoleName,
        PolicyName: requiredTextOf(properties, 'PolicyName'),
        PolicyDocument: documentOf(properties, 'PolicyDocument'),
      });
  };
  const drop = async (properties: Properties, keep: Properties) => {
    const PolicyName = requiredTextOf(properties, 'PolicyName');
    const kept = keep['PolicyName'] === PolicyName ? textsOf(keep, 'Roles') : [];
    for (const RoleName of textsOf(properties, 'Roles'))
      if (!kept.includes(RoleName)) await call('iam', 'DeleteRolePolicy', { RoleName, PolicyName });
  };
  return {
    create: async (logicalId, properties) => {
      await put(properties);
      return { physicalId: newName(logicalId, MOST_CHARACTERS), attributes: {} };
    },
    update: async ({ physicalId, properties: old }, properties) => {
      await put(properties);
      await drop(old, properties);
      return { physicalId, attributes: {} };
    },
    delete: ({ properties }) => drop(properties, {}),
  };
};
