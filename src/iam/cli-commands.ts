import { parseArn } from '../aws/arn';
import { OWN_POLICY_PATH } from '../integration/names';
import type { Step, StepDocument } from './plan';

/** The steps of a plan as commands of the AWS CLI that a person can run in a POSIX shell, in the plan's order. */
export function awsCommands(roleName: string, steps: readonly Step[]): readonly string[] {
  return steps.map((step) => awsCommand(roleName, step));
}

/** https://docs.aws.amazon.com/cli/latest/reference/iam/ */
function awsCommand(roleName: string, step: Step): string {
  const role = { 'role-name': roleName };
  switch (step.kind) {
    case 'create-role':
      return iam('create-role', {
        ...role,
        path: step.path,
        'assume-role-policy-document': text(step.trustPolicy),
        ...(step.description === '' ? {} : { description: step.description }),
        'max-session-duration': String(step.maxSessionDurationSeconds),
        ...(step.permissionsBoundary === null ? {} : { 'permissions-boundary': step.permissionsBoundary }),
        tags: tagList(step.tags),
      });
    case 'update-role':
      return iam('update-role', {
        ...role,
        description: step.description,
        'max-session-duration': String(step.maxSessionDurationSeconds),
      });
    case 'update-trust-policy':
      return iam('update-assume-role-policy', { ...role, 'policy-document': text(step.document) });
    case 'put-boundary':
      return iam('put-role-permissions-boundary', { ...role, 'permissions-boundary': step.policyArn });
    case 'delete-boundary':
      return iam('delete-role-permissions-boundary', role);
    case 'tag-role':
      return iam('tag-role', { ...role, tags: tagList(step.tags) });
    case 'untag-role':
      return iam('untag-role', { ...role, 'tag-keys': JSON.stringify(step.tagKeys) });
    case 'put-inline-policy':
      return iam('put-role-policy', {
        ...role,
        'policy-name': step.policyName,
        'policy-document': text(step.document),
      });
    case 'delete-inline-policy':
      return iam('delete-role-policy', { ...role, 'policy-name': step.policyName });
    case 'create-policy':
      return iam('create-policy', {
        'policy-name': parseArn(step.policyArn)?.resource.split('/').at(-1) ?? '',
        path: OWN_POLICY_PATH,
        'policy-document': text(step.document),
        tags: tagList(step.tags),
      });
    case 'create-policy-version':
      return `${iam('create-policy-version', { 'policy-arn': step.policyArn, 'policy-document': text(step.document) })} --set-as-default`;
    case 'delete-policy-version':
      return iam('delete-policy-version', { 'policy-arn': step.policyArn, 'version-id': step.versionId });
    case 'tag-policy':
      return iam('tag-policy', { 'policy-arn': step.policyArn, tags: tagList(step.tags) });
    case 'untag-policy':
      return iam('untag-policy', { 'policy-arn': step.policyArn, 'tag-keys': JSON.stringify(step.tagKeys) });
    case 'attach-policy':
      return iam('attach-role-policy', { ...role, 'policy-arn': step.policyArn });
    case 'detach-policy':
      return iam('detach-role-policy', { ...role, 'policy-arn': step.policyArn });
    case 'delete-policy':
      return iam('delete-policy', { 'policy-arn': step.policyArn });
    case 'remove-from-instance-profile':
      return iam('remove-role-from-instance-profile', {
        ...role,
        'instance-profile-name': step.instanceProfile,
      });
    case 'delete-role':
      return iam('delete-role', role);
  }
}

function iam(command: string, options: Readonly<Record<string, string>>): string {
  const words = Object.entries(options).map(([name, value]) => `--${name} ${shellWord(value)}`);
  return ['aws iam', command, ...words].join(' ');
}

/** Anything but plain words goes into single quotes, in which a shell takes everything as it is. */
function shellWord(value: string): string {
  return /^[\w+=,.@:/-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

function text(document: StepDocument): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}

function tagList(tags: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(tags).map(([Key, Value]) => ({ Key, Value })));
}
