import { tagKeys } from '../authorize/context';
import { AwsError } from '../aws-error';
import type { Call, ConditionKeys, Permission, ResultFields } from '../service';
import { arnOf, type StoredParameter } from '../state';

/** The parameters of the caller's account in the region that was asked. */
export function storeOf(call: Call): Map<string, StoredParameter> {
  const { parameters } = call.account.contents;
  const known = parameters.get(call.region);
  if (known !== undefined) return known;
  const store = new Map<string, StoredParameter>();
  parameters.set(call.region, store);
  return store;
}

/** The ARN of a parameter, or of a path: the slash in front of the name is not doubled. */
export function parameterArn(call: Call, name: string): string {
  if (name.startsWith('arn:')) return name;
  return arnOf(call.account, 'ssm', `parameter/${name.replace(/^\//, '')}`, call.region);
}

export function parameterPermission(
  call: Call,
  action: string,
  name: string,
  keys: ConditionKeys = {},
): Permission {
  const tags = storeOf(call).get(nameOf(name))?.tags;
  const tagged =
    tags === undefined ? {} : { ...tagKeys('aws:ResourceTag/', tags), ...tagKeys('ssm:resourceTag/', tags) };
  return {
    action: `ssm:${action}`,
    resource: parameterArn(call, name),
    conditionKeys: { ...tagged, ...keys },
  };
}

/** The name in a reference, which may be an ARN. */
export function nameOf(reference: string): string {
  const [, name] = /^arn:[^:]+:ssm:[^:]*:\d{12}:parameter(\/.+)$/.exec(reference) ?? [];
  if (name === undefined) return reference;
  // The ARN of a parameter in no path has a slash that the name has not.
  return name.lastIndexOf('/') === 0 ? name.slice(1) : name;
}

export function find(call: Call, reference: string): StoredParameter | undefined {
  return storeOf(call).get(nameOf(reference));
}

export function parameterNotFound(): AwsError {
  return new AwsError('ParameterNotFound', '');
}

export function show(call: Call, parameter: StoredParameter): ResultFields {
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: parameter.value,
    Version: parameter.version,
    LastModifiedDate: new Date(parameter.modifiedAt),
    ARN: parameterArn(call, parameter.name),
    DataType: 'text',
  };
}
