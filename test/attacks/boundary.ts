import type { CustomerAccount } from '../support/customer-account';
import { inlinePolicies } from '../support/installed-provider';
import type { Probe } from './probes';

type Condition = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The boundaries that template.yaml's conditions demand of roles that the provider makes; none when it demands none. */
export function demandedBoundaries({ declared }: Pick<CustomerAccount, 'declared'>): readonly string[] {
  const conditions = inlinePolicies(declared, 'ProviderRole').flatMap(({ document }) =>
    document.Statement.flatMap((statement): Condition[] =>
      // A statement of the template: IAM has taken it.
      'Condition' in statement ? [statement.Condition as Condition] : [],
    ),
  );
  const values = conditions.flatMap((condition) =>
    Object.values(condition).flatMap((operands) =>
      Object.entries(operands).flatMap(([key, value]) =>
        key.toLowerCase() === 'iam:permissionsboundary' ? [value].flat().map(String) : [],
      ),
    ),
  );
  return [...new Set(values)];
}

const PROBE_ROLE = 'ProbeOfTheBoundary';

/** Tells whether the demanded boundaries allow something; without any, nothing is allowed by them. */
export function boundaryTest(customer: CustomerAccount): (probe: Probe) => boolean {
  const tests = demandedBoundaries(customer).map((arn) => permissionsWithin(customer, arn));
  return ({ action, resource }) => tests.some((test) => test(action, { resource }));
}

/** What a role with every permission may do under a boundary. */
function permissionsWithin({ account }: CustomerAccount, boundaryArn: string) {
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
