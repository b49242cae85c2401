import { contentsIn } from '../regional-contents';
import type { Call, Permission } from '../service';
import { arnOf } from '../state';
import { functionNotFound } from './function-host';
import type { FunctionRecord } from './function-record';

const NAME_OR_ARN =
  /^(?:arn:[^:]+:lambda:[^:]+:\d{12}:function:|(?:\d{12}:)?function:)?([\w-]+)(?::([\w$-]+))?$/;

/** The name in a function's name, partial ARN or ARN. */
function nameIn({ parameters }: Call): string {
  const given = parameters.requiredText('FunctionName');
  const [, name] = NAME_OR_ARN.exec(given) ?? [];
  if (name !== undefined) return name;
  throw parameters.invalid([
    `Value '${given}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
  ]);
}

export function functionArn(call: Call): string {
  return arnOf(call.account, 'lambda', `function:${nameIn(call)}`, call.region);
}

export function functionPermission(call: Call, action: string): Permission {
  return { action: `lambda:${action}`, resource: functionArn(call) };
}

/** @throws AwsError ResourceNotFoundException */
export function requiredFunction(call: Call): FunctionRecord {
  const record = contentsIn(call.account, call.region).functions.get(nameIn(call));
  if (record === undefined) throw functionNotFound(functionArn(call));
  return record;
}
