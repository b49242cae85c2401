import { type PermissionSetName, publishedPermissionSets } from '../../src/datadog/permission-sets';
import { isGlobalAction } from '../../src/iam/role/permissions-document';
import { concreteActions } from '../../src/validation/permissions';
import { representatives, serviceOf } from '../../src/validation/representatives';

describe.each<PermissionSetName>(['Core', 'Standard', 'Full'])('the representatives of %s', (name) => {
  const set = publishedPermissionSets[name];
  const chosen = representatives(set, publishedPermissionSets);

  test('are one action of each regional service, and of CloudWatch the one that is probed', () => {
    const services = concreteActions(set, publishedPermissionSets)
      .filter((action) => !isGlobalAction(action))
      .map(serviceOf);

    expect(chosen.map(serviceOf).sort()).toEqual([...new Set(services)].sort());
    expect(chosen).toContain('cloudwatch:ListMetrics');
  });

  test('fit into one request to AWS’s evaluator', () => {
    expect(chosen.length).toBeLessThanOrEqual(200);
  });
});

test('reads come before writes, at which policies aim by name', () => {
  const chosen = representatives(publishedPermissionSets.Standard, publishedPermissionSets);

  expect(chosen).toEqual(
    expect.arrayContaining(['ec2:DescribeInstances', 'logs:DescribeDeliveries', 'rds:DescribeDBInstances']),
  );
});
