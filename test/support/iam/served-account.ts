import type { IAMClient } from '@aws-sdk/client-iam';
import type { AwsClientStub } from 'aws-sdk-client-mock';
import type { Step } from '../../../src/iam/plan';
import type { ObservedIdentity } from '../../../src/iam/role/observed';
import { awsError } from '../aws-error';
import { carryOut, type ModelAccount, type ModelPolicy } from './model-iam';
import { serveReads } from './served-reads';
import { noSuchEntity, sdkError } from './served-refusals';
import { servePolicyWrites, serveRoleWrites } from './served-writes';
import type { Serving } from './serving';

/** Answers a stubbed IAM client from the model of an account, and carries out what it is asked to write. */
export class ServedAccount implements Serving {
  /** Every write that was carried out, in order. */
  readonly steps: Step[] = [];
  propagation = 0;
  /** Principals that do not exist: IAM takes no trust policy that names one. */
  unknownPrincipals: readonly string[] = [];
  readonly #otherRoles = new Map<string, ObservedIdentity>();

  constructor(
    readonly iam: AwsClientStub<IAMClient>,
    public account: ModelAccount,
  ) {
    serveReads(this);
    serveRoleWrites(this);
    servePolicyWrites(this);
  }

  /** The kinds of the writes, in order. */
  get kinds(): readonly string[] {
    return this.steps.map(({ kind }) => kind);
  }

  roleNamed(roleName: string): ObservedIdentity {
    this.#turnTo(roleName);
    const { role } = this.account;
    if (role === null) throw noSuchEntity();
    return role;
  }

  /** The model knows one role at a time: the others wait until they are asked for. */
  #turnTo(roleName: string): void {
    const { role } = this.account;
    const key = roleName.toLowerCase();
    if (role?.name.toLowerCase() === key) return;
    if (role !== null) this.#otherRoles.set(role.name.toLowerCase(), role);
    this.account = { ...this.account, role: this.#otherRoles.get(key) ?? null };
    this.#otherRoles.delete(key);
  }

  #checkPrincipals(step: Step): void {
    const trust = JSON.stringify(
      step.kind === 'create-role'
        ? step.trustPolicy
        : step.kind === 'update-trust-policy'
          ? step.document
          : '',
    );
    const unknown = this.unknownPrincipals.find((principal) => trust.includes(principal));
    if (unknown !== undefined)
      throw awsError('MalformedPolicyDocument', `Invalid principal in policy: "AWS":"${unknown}"`, 400);
  }

  policyWith(arn: string): ModelPolicy {
    const policy = this.account.policies[arn];
    if (policy === undefined) throw noSuchEntity();
    return policy;
  }

  carryOut(roleName: string, step: Step): Record<string, never> {
    if (step.kind === 'create-role') this.#turnTo(roleName);
    else if (roleName !== '') this.roleNamed(roleName);
    this.#checkPrincipals(step);
    try {
      this.account = carryOut(this.account, roleName, step);
    } catch (error) {
      throw sdkError(error);
    }
    this.steps.push(step);
    return {};
  }
}
