import { effectOf } from '../sandbox/authorize/evaluate';
import { PolicyLibrary } from '../sandbox/authorize/policy-library';
import type { CustomerAccount } from '../support/customer-account';
import type { Probe } from './probes';

/** The boundaries that the conditions of the provider's policies demand of roles that it makes; none when they demand none. */
export function demandedBoundaries({ account, providerRole }: BoundaryOptions): readonly string[] {
  const { roles, policies } = account.digest();
  const { inline = {}, attached = [] } = roles[providerRole] ?? {};
  const names = attached.map((arn) => arn.split('/').at(-1) ?? '');
  const documents = [...Object.values(inline), ...names.map((name) => policies[name]?.document ?? '{}')];
  return [...new Set(documents.flatMap((document) => boundariesIn(JSON.parse(document))))];
}

type BoundaryOptions = Pick<CustomerAccount, 'account' | 'providerRole'>;

/** What is compared with `iam:PermissionsBoundary`, wherever in a policy that stands. */
function boundariesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key.toLowerCase() === 'iam:permissionsboundary' ? [inner].flat().map(String) : boundariesIn(inner),
  );
}

/** Tells whether the demanded boundaries allow something; without any, nothing is allowed by them. */
export function boundaryTest(options: BoundaryOptions): (probe: Probe) => boolean {
  const { policies } = options.account.digest();
  const library = new PolicyLibrary();
  const boundaries = demandedBoundaries(options).map((arn) =>
    library.compile(policies[arn.split('/').at(-1) ?? '']?.document ?? '{}'),
  );
  return ({ action, resource }) =>
    boundaries.some((boundary) => effectOf([boundary], { action, resource, context: new Map() }) === 'allow');
}
