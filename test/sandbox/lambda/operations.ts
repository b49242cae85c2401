import { createHash } from 'node:crypto';
import { AwsError } from '../aws-error';
import { pageOf } from '../paging';
import type { Parameters } from '../parameters';
import { RawAnswer } from '../raw-answer';
import { contentsIn } from '../regional-contents';
import type { Answer, Call, Operation, OperationTable, ResultFields } from '../service';
import { passRole, roleOfArn } from '../service-session';
import type { FunctionConfiguration, FunctionRecord } from './function-record';
import { functionArn, functionPermission, requiredFunction } from './lookup';

const DEFAULTS: Omit<FunctionConfiguration, 'runtime' | 'handler' | 'roleArn' | 'logGroup'> = {
  description: '',
  timeoutSeconds: 3,
  memoryMb: 128,
  architecture: 'x86_64',
  environment: {},
  deadLetterArn: undefined,
};

const NO_CONTENT = 204;
const NOTHING = new RawAnswer('', {}, NO_CONTENT);

export const FUNCTION_OPERATIONS: OperationTable = {
  /** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
  CreateFunction: {
    write: true,
    required: ['FunctionName', 'Role', 'Code'],
    permissions: (call) => [
      functionPermission(call, 'CreateFunction'),
      ...passRole(call.parameters.text('Role'), 'lambda.amazonaws.com'),
    ],
    run: createFunction,
  },
  /** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html */
  UpdateFunctionCode: {
    write: true,
    permissions: (call) => [functionPermission(call, 'UpdateFunctionCode')],
    run: async (call) => {
      const record = requiredFunction(call);
      record.code = await codeIn(call, call.parameters);
      return changed(call, record);
    },
  },
  /** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html */
  UpdateFunctionConfiguration: {
    write: true,
    permissions: (call) => [
      functionPermission(call, 'UpdateFunctionConfiguration'),
      ...passRole(call.parameters.text('Role'), 'lambda.amazonaws.com'),
    ],
    run: (call) => {
      const record = requiredFunction(call);
      record.configuration = configurationIn(call, record.configuration);
      return changed(call, record);
    },
  },
  /** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html */
  DeleteFunction: {
    write: true,
    permissions: (call) => [functionPermission(call, 'DeleteFunction')],
    run: (call) => {
      contentsIn(call.account, call.region).functions.delete(requiredFunction(call).name);
      return NOTHING;
    },
  },
  GetFunction: reading('GetFunction', (record) => ({
    Configuration: shown(record),
    Code: { RepositoryType: 'S3', Location: '' },
    Tags: record.tags,
  })),
  GetFunctionConfiguration: reading('GetFunctionConfiguration', shown),
  /** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
  ListFunctions: {
    write: false,
    permissions: () => [{ action: 'lambda:ListFunctions', resource: '*', resourceLabel: '' }],
    run: ({ account, region, world, parameters }) => {
      const functions = [...contentsIn(account, region).functions.values()];
      const { items, next } = pageOf(functions, world.settings.pageSize, parameters.text('Marker'), () =>
        parameters.refused('Invalid marker'),
      );
      return { Functions: items.map(shown), NextMarker: next };
    },
  },
  /** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
  PutFunctionEventInvokeConfig: {
    write: true,
    permissions: (call) => [functionPermission(call, 'PutFunctionEventInvokeConfig')],
    run: (call) => {
      const record = requiredFunction(call);
      record.eventInvokeConfig = {
        maximumEventAgeSeconds: call.parameters.number('MaximumEventAgeInSeconds') ?? 21_600,
        maximumRetryAttempts: call.parameters.number('MaximumRetryAttempts') ?? 2,
      };
      return shownEventInvokeConfig(record);
    },
  },
  GetFunctionEventInvokeConfig: reading('GetFunctionEventInvokeConfig', shownEventInvokeConfig),
  DeleteFunctionEventInvokeConfig: {
    write: true,
    permissions: (call) => [functionPermission(call, 'DeleteFunctionEventInvokeConfig')],
    run: (call) => {
      requiredFunction(call).eventInvokeConfig = undefined;
      return NOTHING;
    },
  },
  /** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html */
  PutFunctionConcurrency: {
    write: true,
    required: ['ReservedConcurrentExecutions'],
    permissions: (call) => [functionPermission(call, 'PutFunctionConcurrency')],
    run: (call) => {
      const record = requiredFunction(call);
      record.reservedConcurrency = call.parameters.number('ReservedConcurrentExecutions');
      return { ReservedConcurrentExecutions: record.reservedConcurrency };
    },
  },
  DeleteFunctionConcurrency: {
    write: true,
    permissions: (call) => [functionPermission(call, 'DeleteFunctionConcurrency')],
    run: (call) => {
      requiredFunction(call).reservedConcurrency = undefined;
      return NOTHING;
    },
  },
};

function reading(action: string, show: (record: FunctionRecord) => ResultFields): Operation {
  return {
    write: false,
    permissions: (call) => [functionPermission(call, action)],
    run: (call) => show(requiredFunction(call)),
  };
}

async function createFunction(call: Call): Promise<Answer> {
  const { account, region, parameters, now } = call;
  const { functions } = contentsIn(account, region);
  const arn = functionArn(call);
  const name = arn.slice(arn.lastIndexOf(':') + 1);
  if (functions.has(name))
    throw new AwsError('ResourceConflictException', `Function already exist: ${name}`, 409);
  const record: FunctionRecord = {
    name,
    arn,
    configuration: configurationIn(call, undefined),
    code: await codeIn(call, parameters.object('Code') ?? parameters),
    modifiedAt: now,
    revision: 1,
    tags: parameters.dictionary('Tags'),
    eventInvokeConfig: undefined,
    reservedConcurrency: undefined,
  };
  functions.set(name, record);
  return shown(record);
}

function configurationIn(call: Call, current: FunctionConfiguration | undefined): FunctionConfiguration {
  const { parameters } = call;
  const base = current ?? DEFAULTS;
  const text = (name: string, otherwise: string | undefined) => {
    const value = parameters.text(name) ?? otherwise;
    if (value === undefined) throw parameters.missing(name);
    return value;
  };
  const roleArn = text('Role', current?.roleArn);
  checkRole(call, roleArn);
  const environment = parameters.object('Environment');
  const arn = functionArn(call);
  return {
    runtime: text('Runtime', current?.runtime),
    handler: text('Handler', current?.handler),
    roleArn,
    description: text('Description', base.description),
    timeoutSeconds: parameters.number('Timeout') ?? base.timeoutSeconds,
    memoryMb: parameters.number('MemorySize') ?? base.memoryMb,
    architecture: parameters.texts('Architectures')[0] ?? base.architecture,
    logGroup:
      parameters.object('LoggingConfig')?.text('LogGroup') ??
      current?.logGroup ??
      `/aws/lambda/${arn.slice(arn.lastIndexOf(':') + 1)}`,
    environment:
      environment === undefined ? base.environment : Object.fromEntries(environment.dictionary('Variables')),
    deadLetterArn: parameters.has('DeadLetterConfig')
      ? parameters.object('DeadLetterConfig')?.text('TargetArn')
      : base.deadLetterArn,
  };
}

/** In Lambda's words: https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-deployment.html */
function checkRole({ account }: Call, arn: string): void {
  const { trust = [] } = roleOfArn(account, arn) ?? {};
  if (trust.at(-1)?.document.includes('lambda.amazonaws.com')) return;
  throw new AwsError(
    'InvalidParameterValueException',
    'The role defined for the function cannot be assumed by Lambda.',
  );
}

/** The zip file, as it was sent or as it lies in S3, which is read with the caller's permissions. */
async function codeIn(call: Call, parameters: Parameters): Promise<Buffer> {
  const sent = parameters.text('ZipFile');
  if (sent !== undefined) return Buffer.from(sent, 'base64');
  const [Bucket, Key] = [parameters.text('S3Bucket'), parameters.text('S3Key')];
  if (Bucket === undefined || Key === undefined)
    throw new AwsError('InvalidParameterValueException', 'Please provide a source for function code.');
  const read = call.world.machines.calls({ accessKeyId: call.accessKeyId, region: call.region });
  try {
    const object = await read('s3', 'GetObject', { Bucket, Key });
    if (object instanceof RawAnswer) return Buffer.from(object.body);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      'InvalidParameterValueException',
      `Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`,
    );
  }
  throw new Error('S3 answers GetObject with an object');
}

function changed({ now }: Call, record: FunctionRecord): ResultFields {
  record.modifiedAt = now;
  record.revision += 1;
  return shown(record);
}

function shown({ name, arn, configuration, code, modifiedAt, revision }: FunctionRecord): ResultFields {
  const { deadLetterArn } = configuration;
  return {
    FunctionName: name,
    FunctionArn: arn,
    Runtime: configuration.runtime,
    Role: configuration.roleArn,
    Handler: configuration.handler,
    CodeSize: code.length,
    Description: configuration.description,
    Timeout: configuration.timeoutSeconds,
    MemorySize: configuration.memoryMb,
    LastModified: new Date(modifiedAt).toISOString().replace('Z', '+0000'),
    CodeSha256: createHash('sha256').update(code).digest('base64'),
    Version: '$LATEST',
    Environment: { Variables: new Map(Object.entries(configuration.environment)) },
    ...(deadLetterArn === undefined ? {} : { DeadLetterConfig: { TargetArn: deadLetterArn } }),
    RevisionId: String(revision),
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: [configuration.architecture],
    LoggingConfig: { LogFormat: 'Text', LogGroup: configuration.logGroup },
  };
}

function shownEventInvokeConfig({ arn, eventInvokeConfig, modifiedAt }: FunctionRecord): ResultFields {
  if (eventInvokeConfig === undefined)
    throw new AwsError(
      'ResourceNotFoundException',
      `The function ${arn}:$LATEST doesn't have an EventInvokeConfig`,
      404,
    );
  return {
    FunctionArn: `${arn}:$LATEST`,
    LastModified: new Date(modifiedAt),
    MaximumEventAgeInSeconds: eventInvokeConfig.maximumEventAgeSeconds,
    MaximumRetryAttempts: eventInvokeConfig.maximumRetryAttempts,
  };
}
