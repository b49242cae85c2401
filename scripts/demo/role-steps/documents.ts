import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import {
  INLINE_POLICIES_PER_ROLE_CHARACTERS,
  MANAGED_POLICIES_PER_ROLE,
  MANAGED_POLICY_CHARACTERS,
  TRUST_POLICY_CHARACTERS,
} from '../../../src/policy/quotas';
import { documentSize } from '../../../src/policy/size';
import { EXTERNAL_ID, ROLE } from '../../../test/support/customer-account';
import { arnText } from '../arn-text';
import { compactJson } from '../compact-json';
import type { RoleStage } from '../role-stage';
import { claim, type Findings, fact, type Step } from '../step';

const DATADOG_ROOT = 'arn:aws:iam::464622532012:root';
const JSON_WIDTH = 78;

/** A policy as IAM has it, and the quota that its characters count against. */
interface Measured {
  readonly name: string;
  readonly actions: number;
  readonly characters: number;
  readonly quota: number;
}

export const documents: Step<RoleStage> = {
  id: 'documents',
  title: 'What IAM has now: the trust policy, and what is attached',
  run: async ({ iam }): Promise<Findings> => {
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: ROLE }));
    const trust = parsed(role?.AssumeRolePolicyDocument);
    const [inline, managed] = await Promise.all([inlinePolicies(iam), managedPolicies(iam)]);
    const own = managed.filter(({ name }) => !name.includes(':aws:policy/'));
    const policies = [...inline, ...own];
    const attached = managed.map(({ name }) => name);
    return {
      facts: [
        fact('trustPolicy', 'Trust policy', JSON.stringify(trust), compactJson(trust, JSON_WIDTH)),
        fact(
          'trustPolicyCharacters',
          'Its size',
          documentSize(trust),
          ofQuota(documentSize(trust), TRUST_POLICY_CHARACTERS),
        ),
        fact(
          'policies',
          'Permissions',
          policies.map((policy) => ({ ...policy })),
          policies.flatMap(({ name, actions, characters, quota }) => [
            arnText(name),
            `  ${actions} actions, ${ofQuota(characters, quota)}`,
          ]),
        ),
        fact('attached', 'Attached', attached, [
          `${attached.length} managed policies of ${MANAGED_POLICIES_PER_ROLE} that IAM allows:`,
          ...attached.map((arn) => `  ${arnText(arn)}`),
        ]),
      ],
      claims: [
        claim('Datadog is trusted as its guide says: this account, this external id', trustsDatadog(trust)),
        claim('SecurityAudit is attached', attached.includes('arn:aws:iam::aws:policy/SecurityAudit')),
        claim(
          'everything is within IAM’s quotas',
          attached.length <= MANAGED_POLICIES_PER_ROLE &&
            documentSize(trust) <= TRUST_POLICY_CHARACTERS &&
            policies.every(({ characters, quota }) => characters <= quota),
        ),
      ],
    };
  },
};

function ofQuota(characters: number, quota: number): string {
  const percent = Math.round((100 * characters) / quota);
  return `${characters.toLocaleString('en')} of ${quota.toLocaleString('en')} characters (${percent} %)`;
}

async function inlinePolicies(iam: IAMClient): Promise<Measured[]> {
  const measured: Measured[] = [];
  for await (const { PolicyNames: names = [] } of paginateListRolePolicies(
    { client: iam },
    { RoleName: ROLE },
  )) {
    for (const name of names) {
      const policy = await iam.send(new GetRolePolicyCommand({ RoleName: ROLE, PolicyName: name }));
      measured.push(
        measure(`${name} (inline)`, parsed(policy.PolicyDocument), INLINE_POLICIES_PER_ROLE_CHARACTERS),
      );
    }
  }
  return measured;
}

async function managedPolicies(iam: IAMClient): Promise<Measured[]> {
  const measured: Measured[] = [];
  const pages = paginateListAttachedRolePolicies({ client: iam }, { RoleName: ROLE });
  for await (const { AttachedPolicies: policies = [] } of pages) {
    for (const { PolicyArn: arn = '' } of policies) {
      const { Policy: policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
      const { PolicyVersion: version } = await iam.send(
        new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: policy?.DefaultVersionId }),
      );
      measured.push(measure(arn, parsed(version?.Document), MANAGED_POLICY_CHARACTERS));
    }
  }
  return measured;
}

function measure(name: string, document: object, quota: number): Measured {
  return { name, actions: actionsIn(document), characters: documentSize(document), quota };
}

function actionsIn(document: object): number {
  return statementsOf(document)
    .map(({ Action: actions }) => (Array.isArray(actions) ? actions.length : 1))
    .reduce((sum, count) => sum + count, 0);
}

function trustsDatadog(trust: object): boolean {
  return statementsOf(trust).some(
    (statement) =>
      JSON.stringify([
        statement['Effect'],
        statement['Principal'],
        statement['Action'],
        statement['Condition'],
      ]) ===
      JSON.stringify([
        'Allow',
        { AWS: DATADOG_ROOT },
        'sts:AssumeRole',
        { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } },
      ]),
  );
}

function statementsOf(document: object): readonly Record<string, unknown>[] {
  return 'Statement' in document && Array.isArray(document.Statement) ? document.Statement : [];
}

/** IAM answers with documents as URL-encoded JSON. */
function parsed(document = ''): object {
  const value: unknown = JSON.parse(decodeURIComponent(document));
  if (typeof value !== 'object' || value === null) throw new Error(`IAM answered with ${document}`);
  return value;
}
