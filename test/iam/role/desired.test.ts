import { publishedPermissionSets } from '../../../src/datadog/permission-sets';
import { attachedPolicyArns, INLINE_POLICY_NAME } from '../../../src/iam/role/desired';
import { lastAppliedBy } from '../../../src/iam/role/last-applied';
import { documentSize } from '../../../src/policy/size';
import { desiredFor, OWNER_TAGS, PROVIDER_ROLE, specOf } from '../../support/iam/specs';

const GUIDE_STATEMENT = {
  Sid: 'DatadogAssumeRole',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::464622532012:root' },
  Action: 'sts:AssumeRole',
  Condition: { StringEquals: { 'sts:ExternalId': 'abcdef0123456789' } },
};

describe('the trust policy', () => {
  test('without a self-test is the document of the guide and nothing else', () => {
    expect(desiredFor({ selfTest: 'Off' }).trustPolicy).toEqual({
      Version: '2012-10-17',
      Statement: [GUIDE_STATEMENT],
    });
  });

  test.each(['Report', 'Require'] as const)(
    'with the self-test %s lets the one role of the provider in under the same external id',
    (selfTest) => {
      expect(desiredFor({ selfTest }).trustPolicy).toEqual({
        Version: '2012-10-17',
        Statement: [
          GUIDE_STATEMENT,
          {
            Sid: 'SelfTest',
            Effect: 'Allow',
            Principal: { AWS: PROVIDER_ROLE },
            Action: 'sts:AssumeRole',
            Condition: { StringEquals: { 'sts:ExternalId': 'abcdef0123456789' } },
          },
        ],
      });
    },
  );

  test('lists several roles that try it', () => {
    const selfTestPrincipals = [PROVIDER_ROLE, 'arn:aws:iam::123456789012:role/validator'];
    expect(desiredFor({}, { selfTestPrincipals }).trustPolicy.Statement).toMatchObject([
      {},
      { Principal: { AWS: selfTestPrincipals } },
    ]);
  });

  test('has no statement for nobody', () => {
    expect(desiredFor({}, { selfTestPrincipals: [] }).trustPolicy.Statement).toEqual([GUIDE_STATEMENT]);
  });

  test('names the partition of the account', () => {
    const govCloud = { partition: 'aws-us-gov', datadogAccountId: '065115117704', selfTest: 'Off' } as const;
    expect(desiredFor(govCloud).trustPolicy.Statement).toMatchObject([
      { Principal: { AWS: 'arn:aws-us-gov:iam::065115117704:root' } },
    ]);
  });

  test('stays within the default quota with two roles that try it and an external id of 700 characters', () => {
    const { trustPolicy } = desiredFor(
      { externalId: 'e'.repeat(700) },
      { selfTestPrincipals: [`${PROVIDER_ROLE}-1`, `${PROVIDER_ROLE}-2`] },
    );
    expect(documentSize(trustPolicy)).toBeLessThanOrEqual(2_048);
  });
});

describe('the permissions', () => {
  test('Standard is the inline policy of the guide, in a stable order', () => {
    const { inlinePolicy, managedPolicies } = desiredFor();
    expect(inlinePolicy).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: [...publishedPermissionSets.Standard.inlineActions].sort(),
          Resource: '*',
        },
      ],
    });
    expect(managedPolicies).toEqual([]);
  });

  test('Core is a small inline policy', () => {
    const { inlinePolicy, managedPolicies } = desiredFor({ permissions: 'Core' });
    expect(inlinePolicy.Statement).toMatchObject([{ Action: { length: 6 } }]);
    expect(managedPolicies).toEqual([]);
  });

  test('Full has every additional action in four managed policies, each within its quota', () => {
    const { managedPolicies } = desiredFor({ permissions: 'Full' });
    expect(managedPolicies).toHaveLength(4);
    for (const document of managedPolicies) expect(documentSize(document)).toBeLessThanOrEqual(6_144);
    const actions = managedPolicies.flatMap(({ Statement }) =>
      [Statement].flat().flatMap(({ Action }) => Action ?? []),
    );
    const published = publishedPermissionSets.Full.managedActions.map((action) => action.toLowerCase());
    expect(actions.map((action) => action.toLowerCase()).sort()).toEqual([...new Set(published)].sort());
  });

  test('with regions, regional calls elsewhere are denied in the same document, those of global services are not', () => {
    const { inlinePolicy } = desiredFor({ regions: ['us-east-1', 'eu-west-1'] });
    const [, deny] = [inlinePolicy.Statement].flat();
    expect(deny).toEqual({
      Sid: 'DenyOtherRegions',
      Effect: 'Deny',
      NotAction: expect.arrayContaining([
        'budgets:*',
        'ce:*',
        'cloudfront:*',
        'cur:*',
        'health:*',
        'iam:*',
        'organizations:*',
        'route53:*',
        's3:GetAccountPublicAccessBlock',
        's3:ListAllMyBuckets',
        'shield:*',
        'sts:*',
        'support:*',
        'trustedadvisor:*',
        'waf:*',
      ]),
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } },
    });
    expect(deny?.NotAction).not.toContain('s3:*');
    expect(deny?.NotAction).not.toContain('ec2:*');
  });

  test('with all regions of the partition the largest inline policy fits its quota beside another one', () => {
    const regions = Array.from({ length: 34 }, (_, index) => `ap-southeast-${index}`);
    expect(documentSize(desiredFor({ permissions: 'Full', regions }).inlinePolicy)).toBeLessThan(5_120);
  });
});

describe('the other settings', () => {
  test('come from the spec, with the tags of the owner', () => {
    const changes = {
      path: '/monitoring/',
      description: 'd',
      maxSessionDurationSeconds: 7_200,
      permissionsBoundary: 'arn:aws:iam::123456789012:policy/B',
      tags: { team: 'sre' },
    };
    expect(desiredFor(changes)).toMatchObject({
      ...changes,
      scope: { partition: 'aws', accountId: '123456789012' },
      name: 'DatadogIntegrationRole',
      arn: 'arn:aws:iam::123456789012:role/monitoring/DatadogIntegrationRole',
      tags: { team: 'sre', ...OWNER_TAGS },
    });
  });

  test.each([
    ['aws', 'arn:aws:iam::aws:policy/SecurityAudit'],
    ['aws-us-gov', 'arn:aws-us-gov:iam::aws:policy/SecurityAudit'],
  ])('resource collection attaches SecurityAudit of the partition %s', (partition, arn) => {
    expect(desiredFor({ partition, resourceCollection: true }).attachedPolicyArns).toEqual([arn]);
  });

  test('a policy that is wanted twice is attached once', () => {
    const audit = 'arn:aws:iam::aws:policy/SecurityAudit';
    const managedPolicyArns = ['arn:aws:iam::aws:policy/ReadOnlyAccess', audit];
    expect(attachedPolicyArns(specOf({ resourceCollection: true, managedPolicyArns }))).toEqual([
      audit,
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
    ]);
    expect(attachedPolicyArns(specOf())).toEqual([]);
  });

  test('the inline policy has the name that the guide suggests', () => {
    expect(INLINE_POLICY_NAME).toBe('DatadogIntegrationPolicy');
  });
});

test('what earlier specs had put on the role is known without repetitions', () => {
  const a = specOf({
    managedPolicyArns: ['arn:a', 'arn:b'],
    tags: { x: '1', y: '1' },
  });
  const b = specOf({ managedPolicyArns: ['arn:b'], tags: { y: '2' }, resourceCollection: true });
  expect(lastAppliedBy([a, b])).toEqual({
    attachedPolicyArns: ['arn:a', 'arn:b', 'arn:aws:iam::aws:policy/SecurityAudit'],
    tagKeys: ['x', 'y'],
    settings: [
      { description: '', maxSessionDurationSeconds: 3_600, tags: { x: '1', y: '1' } },
      { description: '', maxSessionDurationSeconds: 3_600, tags: { y: '2' } },
    ],
  });
  expect(lastAppliedBy([])).toEqual({ attachedPolicyArns: [], tagKeys: [] });
});
