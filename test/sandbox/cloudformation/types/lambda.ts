import { isDeepStrictEqual } from 'node:util';
import { zipSync } from 'fflate';
import type { Made } from '../native-provider';
import type { Properties } from '../request';
import {
  fieldsOf,
  type NativeType,
  requiredTextOf,
  structureOf,
  tagsOf,
  textIn,
  textOf,
} from './native-type';

const MOST_CHARACTERS = 64;
/** It has the same bytes for the same code. */
const ZIPPED_AT = '1980-01-01';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html */
export const LAMBDA_FUNCTION: NativeType = (context) => {
  const { call, newName } = context;
  const create = async (logicalId: string, properties: Properties): Promise<Made> => {
    const FunctionName = textOf(properties, 'FunctionName') ?? newName(logicalId, MOST_CHARACTERS);
    const made = await call('lambda', 'CreateFunction', {
      FunctionName,
      ...configurationIn(properties),
      Code: codeIn(properties),
      Tags: Object.fromEntries(tagsOf(properties, context).map(({ Key, Value }) => [Key, Value])),
    });
    await reserve(FunctionName, properties, {});
    return { physicalId: FunctionName, attributes: { Arn: textIn(fieldsOf(made), 'FunctionArn') } };
  };
  const reserve = async (FunctionName: string, properties: Properties, old: Properties) => {
    const ReservedConcurrentExecutions = textOf(properties, 'ReservedConcurrentExecutions');
    if (ReservedConcurrentExecutions === textOf(old, 'ReservedConcurrentExecutions')) return;
    await (ReservedConcurrentExecutions === undefined
      ? call('lambda', 'DeleteFunctionConcurrency', { FunctionName })
      : call('lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions }));
  };
  return {
    create,
    update: async ({ logicalId, physicalId: FunctionName, properties: old }, properties) => {
      if (old['FunctionName'] !== properties['FunctionName']) return create(logicalId, properties);
      if (!isDeepStrictEqual(codeIn(old), codeIn(properties)))
        await call('lambda', 'UpdateFunctionCode', { FunctionName, ...codeIn(properties) });
      const made = await call('lambda', 'UpdateFunctionConfiguration', {
        FunctionName,
        ...configurationIn(properties),
      });
      await reserve(FunctionName, properties, old);
      return { physicalId: FunctionName, attributes: { Arn: textIn(fieldsOf(made), 'FunctionArn') } };
    },
    delete: async ({ physicalId }) => {
      await call('lambda', 'DeleteFunction', { FunctionName: physicalId });
    },
  };
};

/** What an update leaves out has to go back to its default. */
function configurationIn(properties: Properties) {
  const { Runtime, Handler, Role, Description, Timeout, MemorySize, Architectures, Environment } = properties;
  const { LoggingConfig, DeadLetterConfig } = properties;
  return {
    Runtime,
    Handler,
    Role,
    Description: Description ?? '',
    Timeout: Timeout ?? '3',
    MemorySize: MemorySize ?? '128',
    Architectures: Architectures ?? ['x86_64'],
    Environment: Environment ?? { Variables: {} },
    LoggingConfig,
    DeadLetterConfig: DeadLetterConfig ?? {},
  };
}

/** Text becomes the file `index.js`. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html */
function codeIn(properties: Properties): Properties {
  const code = structureOf(properties, 'Code') ?? {};
  const text = textOf(code, 'ZipFile');
  if (text === undefined) return code;
  const zip = zipSync({ 'index.js': [Buffer.from(text), { mtime: ZIPPED_AT, level: 0 }] });
  return { ZipFile: Buffer.from(zip).toString('base64') };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventinvokeconfig.html */
export const LAMBDA_EVENT_INVOKE_CONFIG: NativeType = ({ call }) => {
  const put = async (properties: Properties): Promise<Made> => {
    const { FunctionName, Qualifier, MaximumEventAgeInSeconds, MaximumRetryAttempts } = properties;
    await call('lambda', 'PutFunctionEventInvokeConfig', {
      FunctionName,
      MaximumEventAgeInSeconds,
      MaximumRetryAttempts,
    });
    return { physicalId: `${String(FunctionName)}|${String(Qualifier)}`, attributes: {} };
  };
  return {
    create: (_, properties) => put(properties),
    update: (_, properties) => put(properties),
    delete: async ({ properties }) => {
      const FunctionName = requiredTextOf(properties, 'FunctionName');
      await call('lambda', 'DeleteFunctionEventInvokeConfig', { FunctionName });
    },
  };
};
