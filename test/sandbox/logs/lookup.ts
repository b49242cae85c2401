import { type ConditionKeys, tagKeys } from '../authorize/context';
import { AwsError } from '../aws-error';
import type { Parameters } from '../parameters';
import { contentsIn } from '../regional-contents';
import type { Call, Permission } from '../service';
import { arnOf } from '../state';
import type { LogGroup, LogStream } from './log-group';

export function groupsOf({ account, region }: Call): Map<string, LogGroup> {
  return contentsIn(account, region).logGroups;
}

/** The ARN without `:*` at its end. */
export function groupArn({ account, region }: Call, name: string): string {
  return arnOf(account, 'logs', `log-group:${name}`, region);
}

/** The group that a call is about: its name, or in some operations its ARN. */
export function groupNameIn(parameters: Parameters): string | undefined {
  const [name, identifier] = [parameters.text('logGroupName'), parameters.text('logGroupIdentifier')];
  if (name !== undefined && identifier !== undefined)
    throw new AwsError(
      'ValidationException',
      'LogGroup name and LogGroup ARN are mutually exclusive parameters.',
    );
  return name ?? /^arn:[^:]+:logs:[^:]*:\d*:log-group:([^:]+)/.exec(identifier ?? '')?.[1] ?? identifier;
}

export function requiredGroup(call: Call): LogGroup {
  const name = groupNameIn(call.parameters);
  if (name === undefined) throw call.parameters.missing('logGroupName');
  const group = groupsOf(call).get(name);
  if (group === undefined) throw notFound('log group');
  return group;
}

export function requiredStream(call: Call, group: LogGroup): LogStream {
  const stream = group.streams.get(call.parameters.requiredText('logStreamName'));
  if (stream === undefined) throw notFound('log stream');
  return stream;
}

export function notFound(kind: string): AwsError {
  return new AwsError('ResourceNotFoundException', `The specified ${kind} does not exist.`);
}

export function alreadyExists(kind: string): AwsError {
  return new AwsError('ResourceAlreadyExistsException', `The specified ${kind} already exists`);
}

/**
 * Permission for a group or a stream of it. Of a group, the ARN ends as denials show it, so that policies for `NAME:*` fit.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
 */
export function logsPermission(call: Call, action: string, keys: ConditionKeys = {}): Permission {
  const name = groupNameIn(call.parameters) ?? '';
  const stream = call.parameters.text('logStreamName') ?? '';
  const tags = groupsOf(call).get(name)?.tags ?? new Map<string, string>();
  return {
    action: `logs:${action}`,
    resource: `${groupArn(call, name)}:log-stream:${stream}`,
    conditionKeys: { ...tagKeys('aws:ResourceTag/', tags), ...keys },
  };
}
