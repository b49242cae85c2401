import { describeStep, type Step, type StepDocument } from '../../../src/iam/plan';
import type { IamQuotas, ObservedIdentity, ObservedRole } from '../../../src/iam/role/observed';

/*
 * A small IAM in memory that takes one step at a time and refuses what IAM refuses: names that are taken, quotas,
 * things that still hang on something. It shares no logic with the planner.
 */

export interface ModelPolicy {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Oldest first; the last one made is the default. */
  readonly versions: readonly { readonly id: string; readonly document: string }[];
}

export interface ModelAccount {
  readonly role: ObservedIdentity | null;
  /** Customer managed policies under the project's own path, whoever made them, by ARN. */
  readonly policies: Readonly<Record<string, ModelPolicy>>;
  /** Managed policies of others, by ARN: their documents. */
  readonly library: Readonly<Record<string, string>>;
  readonly quotas: IamQuotas;
  /** How long a managed policy may be, white space not counted. */
  readonly managedPolicyCharacters: number;
}

/** What IAM refuses, with the name of its error. */
export class ModelRefusal extends Error {
  override readonly name = 'ModelRefusal';
  constructor(
    /** `NoSuchEntity`, `LimitExceeded`, ... */
    readonly code: string,
    step: Step,
  ) {
    super(`${code}: ${describeStep(step)}`);
  }
}

const ACCOUNT_ID = '123456789012';
const OWN_PATH = '/datadog-integration-role/';
const TAGS_PER_RESOURCE = 50;

export const defaultQuotas: IamQuotas = {
  attachedPoliciesPerRole: 10,
  trustPolicyCharacters: 2_048,
  inlinePolicyCharactersPerRole: 10_240,
  versionsPerPolicy: 5,
};

export function emptyAccount(library: Readonly<Record<string, string>> = {}): ModelAccount {
  return { role: null, policies: {}, library, quotas: defaultQuotas, managedPolicyCharacters: 6_144 };
}

export function policyNamed(name: string): string {
  return `arn:aws:iam::${ACCOUNT_ID}:policy${OWN_PATH}${name}`;
}

/** What reading this account would give for a role of this name. */
export function observe(account: ModelAccount, roleName: string): ObservedRole {
  const named = new RegExp(`^${roleName}-permissions-(\\d+)$`, 'i');
  const policies = Object.values(account.policies)
    .map((policy) => ({ policy, name: policy.arn.split('/').at(-1) ?? '' }))
    .filter(({ name }) => named.test(name))
    .sort((a, b) => Number(named.exec(a.name)?.[1]) - Number(named.exec(b.name)?.[1]))
    .map(({ policy, name }) => ({
      arn: policy.arn,
      name,
      tags: policy.tags,
      document: policy.versions.at(-1)?.document ?? '',
      otherVersionIds: policy.versions.slice(0, -1).map(({ id }) => id),
    }));
  return { role: account.role, policies, quotas: account.quotas, missingPolicyArns: [] };
}

/** The account after one step. @throws ModelRefusal */
export function carryOut(account: ModelAccount, roleName: string, step: Step): ModelAccount {
  const { quotas, policies } = account;
  const refuse = (error: string): never => {
    throw new ModelRefusal(error, step);
  };
  const role = (): ObservedIdentity => account.role ?? refuse('NoSuchEntity');
  const withRole = (changes: Partial<ObservedIdentity>): ModelAccount => ({
    ...account,
    role: { ...role(), ...changes },
  });
  const policy = (arn: string): ModelPolicy => policies[arn] ?? refuse('NoSuchEntity');
  const withPolicy = (changed: ModelPolicy): ModelAccount => ({
    ...account,
    policies: { ...policies, [changed.arn]: changed },
  });
  const exists = (arn: string) => arn in policies || arn in account.library;
  const within = (size: number, limit: number) => size <= limit || refuse('LimitExceeded');

  switch (step.kind) {
    case 'create-role': {
      if (account.role !== null) refuse('EntityAlreadyExists');
      within(sizeOf(step.trustPolicy), quotas.trustPolicyCharacters);
      within(Object.keys(step.tags).length, TAGS_PER_RESOURCE);
      const { kind, trustPolicy, ...settings } = step;
      const made = {
        ...settings,
        name: roleName,
        arn: `arn:aws:iam::${ACCOUNT_ID}:role${step.path}${roleName}`,
        roleId: 'AROAEXAMPLEEXAMPLE123',
        createdAt: Date.UTC(2026, 0, 2),
        trustPolicy: textOf(trustPolicy),
        inlinePolicies: {},
        attachedPolicyArns: [],
        instanceProfiles: [],
      };
      return { ...account, role: made };
    }
    case 'update-role':
      return withRole({
        description: step.description,
        maxSessionDurationSeconds: step.maxSessionDurationSeconds,
      });
    case 'update-trust-policy':
      within(sizeOf(step.document), quotas.trustPolicyCharacters);
      return withRole({ trustPolicy: textOf(step.document) });
    case 'put-boundary':
      if (!exists(step.policyArn)) refuse('NoSuchEntity');
      return withRole({ permissionsBoundary: step.policyArn });
    case 'delete-boundary':
      return withRole({ permissionsBoundary: null });
    case 'tag-role':
      return withRole({ tags: tagged(role().tags, step.tags, within) });
    case 'untag-role':
      return withRole({ tags: untagged(role().tags, step.tagKeys) });
    case 'put-inline-policy': {
      const inlinePolicies = { ...role().inlinePolicies, [step.policyName]: textOf(step.document) };
      const size = Object.values(inlinePolicies).reduce((sum, document) => sum + sizeOf(document), 0);
      within(size, quotas.inlinePolicyCharactersPerRole);
      return withRole({ inlinePolicies });
    }
    case 'delete-inline-policy': {
      const { [step.policyName]: gone, ...inlinePolicies } = role().inlinePolicies;
      if (gone === undefined) refuse('NoSuchEntity');
      return withRole({ inlinePolicies });
    }
    case 'create-policy': {
      const taken = Object.keys(policies).some((arn) => arn.toLowerCase() === step.policyArn.toLowerCase());
      if (taken) refuse('EntityAlreadyExists');
      within(sizeOf(step.document), account.managedPolicyCharacters);
      within(Object.keys(step.tags).length, TAGS_PER_RESOURCE);
      const versions = [{ id: 'v1', document: textOf(step.document) }];
      return withPolicy({ arn: step.policyArn, tags: step.tags, versions });
    }
    case 'create-policy-version': {
      const { versions, ...rest } = policy(step.policyArn);
      within(sizeOf(step.document), account.managedPolicyCharacters);
      within(versions.length + 1, quotas.versionsPerPolicy);
      const number = Math.max(...versions.map(({ id }) => Number(id.slice(1)))) + 1;
      return withPolicy({
        ...rest,
        versions: [...versions, { id: `v${number}`, document: textOf(step.document) }],
      });
    }
    case 'delete-policy-version': {
      const { versions, ...rest } = policy(step.policyArn);
      if (versions.at(-1)?.id === step.versionId) refuse('DeleteConflict');
      if (!versions.some(({ id }) => id === step.versionId)) refuse('NoSuchEntity');
      return withPolicy({ ...rest, versions: versions.filter(({ id }) => id !== step.versionId) });
    }
    case 'tag-policy': {
      const changed = policy(step.policyArn);
      return withPolicy({ ...changed, tags: tagged(changed.tags, step.tags, within) });
    }
    case 'untag-policy': {
      const changed = policy(step.policyArn);
      return withPolicy({ ...changed, tags: untagged(changed.tags, step.tagKeys) });
    }
    case 'attach-policy': {
      if (!exists(step.policyArn)) refuse('NoSuchEntity');
      const attached = [...new Set([...role().attachedPolicyArns, step.policyArn])].sort();
      within(attached.length, Math.max(quotas.attachedPoliciesPerRole, role().attachedPolicyArns.length));
      return withRole({ attachedPolicyArns: attached });
    }
    case 'detach-policy': {
      if (!role().attachedPolicyArns.includes(step.policyArn)) refuse('NoSuchEntity');
      return withRole({
        attachedPolicyArns: role().attachedPolicyArns.filter((arn) => arn !== step.policyArn),
      });
    }
    case 'delete-policy': {
      const { [step.policyArn]: gone, ...left } = policies;
      if (policy(step.policyArn).versions.length > 1) refuse('DeleteConflict');
      if (account.role?.attachedPolicyArns.includes(gone?.arn ?? '')) refuse('DeleteConflict');
      return { ...account, policies: left };
    }
    case 'remove-from-instance-profile': {
      if (!role().instanceProfiles.includes(step.instanceProfile)) refuse('NoSuchEntity');
      return withRole({
        instanceProfiles: role().instanceProfiles.filter((name) => name !== step.instanceProfile),
      });
    }
    case 'delete-role': {
      const { attachedPolicyArns, inlinePolicies, instanceProfiles } = role();
      const hanging = [...attachedPolicyArns, ...Object.keys(inlinePolicies), ...instanceProfiles];
      if (hanging.length > 0) refuse('DeleteConflict');
      return { ...account, role: null };
    }
  }
}

type Tags = Readonly<Record<string, string>>;

/** Keys are unique regardless of letter case: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#case-sensitivity */
function tagged(tags: Tags, added: Tags, within: (size: number, limit: number) => void): Tags {
  const result = { ...untagged(tags, Object.keys(added)), ...added };
  within(Object.keys(result).length, TAGS_PER_RESOURCE);
  return result;
}

function untagged(tags: Tags, keys: readonly string[]): Tags {
  const gone = new Set(keys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key.toLowerCase())));
}

function textOf(document: StepDocument): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}

function sizeOf(document: StepDocument): number {
  return textOf(document).replace(/\s/g, '').length;
}
