import type { Template } from '../cloudformation/template';
import { checkedTemplate } from '../cloudformation/template-check';
import type { Call, OperationTable, ResultFields } from '../service';
import { requiredStack, validationError } from './lookup';
import { permissionForAll, stackPermission } from './permissions';
import { templateText } from './plan-of-call';

export const TEMPLATE_OPERATIONS: OperationTable = {
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ValidateTemplate.html */
  ValidateTemplate: {
    write: false,
    permissions: () => [permissionForAll('ValidateTemplate')],
    run: async (call) => {
      const template = checkedTemplate(await templateText(call));
      return {
        Parameters: Object.entries(template.Parameters ?? {}).map(([ParameterKey, declared]) => ({
          ParameterKey,
          DefaultValue: declared.Default === undefined ? undefined : String(declared.Default),
          NoEcho: String(declared.NoEcho) === 'true',
          Description: declared.Description,
        })),
        ...needs(template),
      };
    },
  },
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html */
  GetTemplateSummary: {
    write: false,
    permissions: (call) => [
      call.parameters.has('StackName')
        ? stackPermission(call, 'GetTemplateSummary')
        : permissionForAll('GetTemplateSummary'),
    ],
    run: async (call) => {
      const template = checkedTemplate(await deployedOrSent(call));
      return {
        Parameters: Object.entries(template.Parameters ?? {}).map(([ParameterKey, declared]) => ({
          ParameterKey,
          DefaultValue: declared.Default === undefined ? undefined : String(declared.Default),
          ParameterType: declared.Type,
          NoEcho: String(declared.NoEcho) === 'true',
          Description: declared.Description,
        })),
        ResourceTypes: [...new Set(Object.values(template.Resources).map(({ Type: type }) => type))],
        ...needs(template),
      };
    },
  },
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html */
  GetTemplate: {
    write: false,
    required: ['StackName'],
    permissions: (call) => [stackPermission(call, 'GetTemplate')],
    run: async (call) => ({
      TemplateBody: await deployedOrSent(call),
      StagesAvailable: ['Original', 'Processed'],
    }),
  },
};

async function deployedOrSent(call: Call): Promise<string> {
  const name = call.parameters.text('StackName');
  if (name === undefined) return templateText(call);
  const { template } = requiredStack(call, name);
  if (template === undefined) throw validationError(`Stack with id ${name} has no template in the sandbox`);
  return template;
}

/** What a stack of the template must be given. */
function needs({ Description, Resources: resources }: Template): ResultFields {
  const identities = Object.entries(resources).filter(([, { Type: type }]) => type.startsWith('AWS::IAM::'));
  if (identities.length === 0) return { Description, Capabilities: [] };
  return {
    Description,
    Capabilities: ['CAPABILITY_IAM'],
    CapabilitiesReason: `The following resource(s) require capabilities: [${[...new Set(identities.map(([, { Type: type }]) => type))].join(', ')}]`,
  };
}
