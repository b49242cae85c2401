import type { Made } from '../native-provider';
import type { Properties } from '../request';
import { type NativeType, requiredTextOf, textOf } from './native-type';

const MOST_CHARACTERS = 512;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html */
export const SSM_PARAMETER: NativeType = ({ call, newName }) => {
  const put = async (Name: string, properties: Properties, Overwrite: boolean): Promise<Made> => {
    const Value = requiredTextOf(properties, 'Value');
    const Type = requiredTextOf(properties, 'Type');
    await call('ssm', 'PutParameter', {
      Name,
      Value,
      Type,
      Description: textOf(properties, 'Description'),
      Overwrite,
    });
    return { physicalId: Name, attributes: { Type, Value } };
  };
  const create = (logicalId: string, properties: Properties) =>
    put(textOf(properties, 'Name') ?? `CFN-${newName(logicalId, MOST_CHARACTERS)}`, properties, false);
  return {
    create,
    update: ({ logicalId, physicalId, properties: old }, properties) =>
      old['Name'] === properties['Name'] ? put(physicalId, properties, true) : create(logicalId, properties),
    delete: async ({ physicalId }) => {
      await call('ssm', 'DeleteParameter', { Name: physicalId });
    },
  };
};
