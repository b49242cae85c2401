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

const PROBE_ROLE = 'ProbeOfTheBoundary';

/** Tells whether the demanded boundaries allow something; without any, nothing is allowed by them. */
export function boundaryTest(customer: BoundaryOptions): (probe: Probe) => boolean {
  const tests = demandedBoundaries(customer).map((arn) => permissionsWithin(customer, arn));
  return ({ action, resource }) => tests.some((test) => test(action, { resource }));
}

/** What a role with every permission may do under a boundary. */
function permissionsWithin({ account }: BoundaryOptions, boundaryArn: string) {
  const before = account.snapshot();
  account.seed({
    roles: [
      {
        name: PROBE_ROLE,
        trust: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        },
        attached: [`arn:${account.partition}:iam::aws:policy/AdministratorAccess`],
        boundaryArn,
      },
    ],
  });
  const test = account.effectivePermissions(PROBE_ROLE);
  account.restore(before);
  return test;
}
