import { OWN_POLICY_PATH } from '../integration/names';
import { visible } from '../runtime/text';
import { policyNameOf } from './managed-policies/names';
import type { Step, StepDocument } from './plan';

/** A policy document: a text that is JSON. */
class DocumentText {
  constructor(readonly json: string) {}

  toJSON(): string {
    return this.json;
  }
}

type Value = string | number | true | readonly unknown[] | DocumentText;

/** Input of an operation, by the names that AWS's API gives to its members. */
type Input = Readonly<Record<string, Value>>;

/** The steps of a plan as commands of the AWS CLI that a person can run in a POSIX shell, in the plan's order. */
export function awsCommands(roleName: string, steps: readonly Step[]): readonly string[] {
  return steps.map((step) => {
    const [operation, input] = operationOf(roleName, step);
    return awsCommand('iam', operation, input);
  });
}

/**
 * A command of the AWS CLI that says to a POSIX shell and to both versions of the CLI exactly what `input` says, whoever
 * has written the texts in it.
 *
 * The CLI puts the content of a file in the place of an option's value that begins with `file://` or `fileb://`, and
 * version 1 that of a web page in the place of `http://` and `https://`
 * (https://docs.aws.amazon.com/cli/latest/userguide/cliv2-migration-changes.html#cliv2-migration-paramfile); what begins
 * with `-` it takes for an option. Hence values are options only as plain words, and as JSON, which begins with a
 * bracket. With any other text the whole input goes into one JSON object, within which the CLI looks for nothing:
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-skeleton.html
 */
export function awsCommand(service: string, operation: string, input: Input): string {
  const words = Object.entries(input).map(([name, value]) => optionWith(name, value));
  const options = words.every((word) => word !== undefined)
    ? words
    : [`--cli-input-json ${quoted(JSON.stringify(input))}`];
  return ['aws', service, operation, ...options].join(' ');
}

/** Begins neither like an option nor like an address, and means nothing to any shell. */
const PLAIN_WORD = /^(?!.*:\/\/)[A-Za-z0-9/][\w+=,.@:/-]*$/;

/** Undefined for a value that is not safe as an option. */
function optionWith(member: string, value: Value): string | undefined {
  // `PolicyArn` is `--policy-arn`.
  const option = `--${member.replaceAll(/(?!^)[A-Z]/g, '-$&').toLowerCase()}`;
  if (value === true) return option;
  const json =
    value instanceof DocumentText ? value.json : typeof value === 'object' ? JSON.stringify(value) : '';
  if (/^[{[]/.test(json)) return `${option} ${quoted(json)}`;
  return PLAIN_WORD.test(String(value)) ? `${option} ${value}` : undefined;
}

/** JSON in single quotes, in which a shell takes everything as it is; for what cannot stand there JSON has codes. */
function quoted(json: string): string {
  return `'${visible(json).replaceAll("'", '\\u0027')}'`;
}

/** https://docs.aws.amazon.com/cli/latest/reference/iam/ */
function operationOf(RoleName: string, step: Step): readonly [operation: string, input: Input] {
  switch (step.kind) {
    case 'create-role':
      return [
        'create-role',
        {
          RoleName,
          Path: step.path,
          AssumeRolePolicyDocument: documentText(step.trustPolicy),
          ...(step.description === '' ? {} : { Description: step.description }),
          MaxSessionDuration: step.maxSessionDurationSeconds,
          ...(step.permissionsBoundary === null ? {} : { PermissionsBoundary: step.permissionsBoundary }),
          Tags: tagList(step.tags),
        },
      ];
    case 'update-role':
      return [
        'update-role',
        {
          RoleName,
          Description: step.description,
          MaxSessionDuration: step.maxSessionDurationSeconds,
        },
      ];
    case 'update-trust-policy':
      return ['update-assume-role-policy', { RoleName, PolicyDocument: documentText(step.document) }];
    case 'put-boundary':
      return ['put-role-permissions-boundary', { RoleName, PermissionsBoundary: step.policyArn }];
    case 'delete-boundary':
      return ['delete-role-permissions-boundary', { RoleName }];
    case 'tag-role':
      return ['tag-role', { RoleName, Tags: tagList(step.tags) }];
    case 'untag-role':
      return ['untag-role', { RoleName, TagKeys: step.tagKeys }];
    case 'put-inline-policy':
      return [
        'put-role-policy',
        { RoleName, PolicyName: step.policyName, PolicyDocument: documentText(step.document) },
      ];
    case 'delete-inline-policy':
      return ['delete-role-policy', { RoleName, PolicyName: step.policyName }];
    case 'create-policy':
      return [
        'create-policy',
        {
          PolicyName: policyNameOf(step.policyArn),
          Path: OWN_POLICY_PATH,
          PolicyDocument: documentText(step.document),
          Tags: tagList(step.tags),
        },
      ];
    case 'create-policy-version':
      return [
        'create-policy-version',
        { PolicyArn: step.policyArn, PolicyDocument: documentText(step.document), SetAsDefault: true },
      ];
    case 'delete-policy-version':
      return ['delete-policy-version', { PolicyArn: step.policyArn, VersionId: step.versionId }];
    case 'tag-policy':
      return ['tag-policy', { PolicyArn: step.policyArn, Tags: tagList(step.tags) }];
    case 'untag-policy':
      return ['untag-policy', { PolicyArn: step.policyArn, TagKeys: step.tagKeys }];
    case 'attach-policy':
      return ['attach-role-policy', { RoleName, PolicyArn: step.policyArn }];
    case 'detach-policy':
      return ['detach-role-policy', { RoleName, PolicyArn: step.policyArn }];
    case 'delete-policy':
      return ['delete-policy', { PolicyArn: step.policyArn }];
    case 'remove-from-instance-profile':
      return ['remove-role-from-instance-profile', { RoleName, InstanceProfileName: step.instanceProfile }];
    case 'delete-role':
      return ['delete-role', { RoleName }];
  }
}

function documentText(document: StepDocument): DocumentText {
  return new DocumentText(typeof document === 'string' ? document : JSON.stringify(document));
}

function tagList(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
