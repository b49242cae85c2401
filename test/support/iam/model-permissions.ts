import type { PolicyDocument, Statement } from '../../../src/policy/document';
import type { ModelAccount } from './model-iam';

/** One API call that a session of the role might make. */
export interface ApiCall {
  readonly action: string;
  readonly region: string;
}

interface Verdicts {
  readonly allowed: readonly boolean[];
  readonly denied: readonly boolean[];
}

/**
 * Answers which of a fixed list of calls a role may make: identity policies, a Deny anywhere, the permissions
 * boundary. It knows the conditions that the project writes and throws on any other.
 */
export class Judge {
  readonly #verdicts = new Map<string, Verdicts>();

  constructor(readonly calls: readonly ApiCall[]) {}

  /** For each call: is it allowed? */
  allowed(account: ModelAccount): readonly boolean[] {
    const { role } = account;
    if (role === null) return this.calls.map(() => false);
    const identity = [
      ...Object.values(role.inlinePolicies),
      ...role.attachedPolicyArns.map((arn) => this.#documentOf(account, arn)),
    ].map((document) => this.#judge(document));
    const boundary =
      role.permissionsBoundary === null
        ? undefined
        : this.#judge(this.#documentOf(account, role.permissionsBoundary));
    return this.calls.map(
      (_, index) =>
        identity.some(({ allowed }) => allowed[index]) &&
        !identity.some(({ denied }) => denied[index]) &&
        (boundary === undefined || (boundary.allowed[index] === true && !boundary.denied[index])),
    );
  }

  /** For each call: does this managed policy alone allow it? */
  allowedByPolicy(account: ModelAccount, arn: string): readonly boolean[] {
    return this.#judge(this.#documentOf(account, arn)).allowed;
  }

  #documentOf({ policies, library }: ModelAccount, arn: string): string {
    const document = policies[arn]?.versions.at(-1)?.document ?? library[arn];
    if (document === undefined) throw new Error(`the model has no policy ${arn}`);
    return document;
  }

  #judge(text: string): Verdicts {
    const known = this.#verdicts.get(text);
    if (known !== undefined) return known;
    const { Statement } = JSON.parse(text) as PolicyDocument;
    const statements = listOf(Statement).map((statement) => ({
      effect: statement.Effect,
      applies: applies(statement),
    }));
    const covered = (effect: string) =>
      this.calls.map((call) => statements.some((one) => one.effect === effect && one.applies(call)));
    const verdicts = { allowed: covered('Allow'), denied: covered('Deny') };
    this.#verdicts.set(text, verdicts);
    return verdicts;
  }
}

/** Would a trust policy let this account in with this external id? */
export function trusts(trustPolicy: string, accountId: string, externalId: string): boolean {
  const { Statement } = JSON.parse(trustPolicy) as PolicyDocument;
  const applying = listOf(Statement).filter((statement) => {
    const principal = statement.Principal;
    const arns = typeof principal === 'object' ? listOf(principal['AWS'] ?? []) : [];
    const demanded = statement.Condition?.['StringEquals']?.['sts:ExternalId'] ?? [];
    return arns.includes(`arn:aws:iam::${accountId}:root`) && listOf(demanded).includes(externalId);
  });
  return (
    applying.some(({ Effect }) => Effect === 'Allow') && !applying.some(({ Effect }) => Effect === 'Deny')
  );
}

function applies(statement: Statement): (call: ApiCall) => boolean {
  const { Action, NotAction, Resource, Condition = {} } = statement;
  if (Resource !== '*') throw new Error('the model knows statements on every resource only');
  const matcher = actionMatcher(listOf(Action ?? NotAction ?? []));
  const inRegion = regionMatcher(Condition);
  return ({ action, region }) => matcher(action) === (NotAction === undefined) && inRegion(region);
}

function actionMatcher(patterns: readonly string[]): (action: string) => boolean {
  const exact = new Set(patterns.map((pattern) => pattern.toLowerCase()));
  const wild = patterns
    .filter((pattern) => pattern.includes('*'))
    .map((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i'));
  return (action) => exact.has(action.toLowerCase()) || wild.some((pattern) => pattern.test(action));
}

function regionMatcher(condition: NonNullable<Statement['Condition']>): (region: string) => boolean {
  const matchers = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => {
      if (key !== 'aws:RequestedRegion') throw new Error(`the model does not know ${key}`);
      const among = (region: string) => listOf(values).includes(region);
      if (operator === 'StringEquals') return among;
      if (operator === 'StringNotEquals') return (region: string) => !among(region);
      throw new Error(`the model does not know ${operator}`);
    }),
  );
  return (region) => matchers.every((matches) => matches(region));
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}
