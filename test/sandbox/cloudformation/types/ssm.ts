import { namedType } from './named-type';
import { requiredTextOf, textOf } from './native-type';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html */
export const SSM_PARAMETER = namedType({
  nameProperty: 'Name',
  mostCharacters: 512,
  prefix: 'CFN-',
  put: async ({ call }, Name, properties, isNew) => {
    const [Type, Value] = [requiredTextOf(properties, 'Type'), requiredTextOf(properties, 'Value')];
    const Description = textOf(properties, 'Description');
    await call('ssm', 'PutParameter', { Name, Value, Type, Description, Overwrite: !isNew });
    return { Type, Value };
  },
  remove: ({ call }, Name) => call('ssm', 'DeleteParameter', { Name }),
});
