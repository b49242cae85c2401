import { adoptionProblems } from '../../src/provider/adoption';
import { specOf } from '../support/iam/specs';
import { foreignRole } from '../support/provider/roles';

const RULES = { adoptableRoleNames: [foreignRole.name], functionRoles: [] };
const OUR_ID = '0f9bb8a3d2c14c6e9a7b5d1e3f2a4c6d';
const OTHER_ID = 'aaaabbbbccccddddeeeeffff00001111';
const DATADOG = '464622532012';
const spec = specOf({ roleName: foreignRole.name, externalId: OUR_ID });

const policyOf = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const withId = (account: string, externalId: string, changes = {}) => ({
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: 'sts:AssumeRole',
  Condition: { StringEquals: { 'STS:ExternalId': externalId } },
  ...changes,
});
const trusting = (account: string, externalId: string) => policyOf(withId(account, externalId));

describe('a role that somebody else made may be adopted', () => {
  test.each([
    ['that is listed', {}],
    ['that lets Datadog in with the same external id', { trustPolicy: trusting('464622532012', OUR_ID) }],
    ['that lets another account in with another one', { trustPolicy: trusting('999999999999', OTHER_ID) }],
    [
      'that refuses an AWS service',
      {
        trustPolicy: policyOf(withId(DATADOG, OUR_ID), {
          Effect: 'Deny',
          Principal: { Service: 'ec2.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
      },
    ],
    [
      'that refuses Datadog another external id',
      { trustPolicy: policyOf(withId(DATADOG, OUR_ID), withId(DATADOG, OTHER_ID, { Effect: 'Deny' })) },
    ],
    [
      'that demands something else of Datadog',
      {
        trustPolicy: policyOf(
          withId(DATADOG, OUR_ID, {
            Condition: { StringEquals: { 'sts:ExternalId': OUR_ID, 'aws:RequestedRegion': 'us-east-1' } },
          }),
        ),
      },
    ],
    [
      'that lets in everyone but somebody, or everyone with another external id',
      {
        trustPolicy: policyOf(
          { Effect: 'Allow', NotPrincipal: { AWS: '999999999999' }, Action: 'sts:AssumeRole' },
          withId(DATADOG, OTHER_ID, { Principal: '*' }),
        ),
      },
    ],
  ])('%s', (_, changes) => {
    expect(adoptionProblems({ ...foreignRole, ...changes }, spec, RULES)).toEqual([]);
  });
});

describe('a role that somebody else made is not adopted', () => {
  test('under a name in other letter case', () => {
    const name = foreignRole.name.toUpperCase();
    expect(adoptionProblems({ ...foreignRole, name }, spec, RULES)).toEqual([
      `RoleName is "${spec.roleName}" and the role that exists is "${name}": IAM overlooks letter case, AssumeRole and Datadog do not. Set RoleName to ${name}, and enter the same in Datadog.`,
    ]);
  });

  test('when its name is not listed', () => {
    const [problem] = adoptionProblems(foreignRole, spec, { ...RULES, adoptableRoleNames: ['A', 'B'] });
    expect(problem).toBe(
      `ExistingRole is Adopt and the role is named "${foreignRole.name}"; the provider adopts A and B only. Choose another RoleName, or have an administrator add it to the template parameter AdoptableRoleNames of the provider.`,
    );
  });

  test.each([
    ['an AWS service', { Service: 'cloudformation.amazonaws.com' }, 'cloudformation.amazonaws.com'],
    [
      'people of an identity provider',
      { Federated: 'arn:aws:iam::123456789012:saml-provider/okta' },
      'arn:aws:iam::123456789012:saml-provider/okta',
    ],
  ])('when %s works with it', (_, Principal, named) => {
    const trustPolicy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
    });
    expect(adoptionProblems({ ...foreignRole, trustPolicy }, spec, RULES)).toEqual([
      `ExistingRole is Adopt and the role lets in "${named}", whom an adoption would shut out: choose another RoleName, or take them out of the role's trust policy first.`,
    ]);
  });

  test('when one of our own functions runs as it', () => {
    expect(adoptionProblems(foreignRole, spec, { ...RULES, functionRoles: [foreignRole.arn] })).toEqual([
      `ExistingRole is Adopt and the role ${foreignRole.arn} is the one that a function of this project runs as: choose another RoleName.`,
    ]);
  });

  test.each(['464622532012', '417141415827'])(
    'when it lets Datadog’s account %s in with another external id; both are shown shortened',
    (account) => {
      const role = { ...foreignRole, trustPolicy: trusting(account, OTHER_ID) };
      expect(adoptionProblems(role, spec, RULES)).toEqual([
        "ExternalId is 0f9b…4c6d and the role lets Datadog in with aaaa…1111: set ExternalId to that one, or, if Datadog has the new one by now, take Datadog out of the role's trust policy first.",
      ]);
    },
  );

  test('when several work with it, and every one is named', () => {
    const allowed = (Principal: object) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
    const trustPolicy = policyOf(
      allowed({ Service: ['ec2.amazonaws.com', 'ecs.amazonaws.com'] }),
      allowed({ AWS: '111122223333' }),
    );
    expect(adoptionProblems({ ...foreignRole, trustPolicy }, spec, RULES)).toEqual([
      expect.stringContaining('lets in "ec2.amazonaws.com" and "ecs.amazonaws.com", whom'),
    ]);
  });

  test('when it lets Datadog in with several other external ids, and every one is named', () => {
    const trustPolicy = policyOf(
      withId(DATADOG, OTHER_ID),
      withId(DATADOG, 'eeeeffff00001111aaaabbbbccccdddd'),
    );
    expect(adoptionProblems({ ...foreignRole, trustPolicy }, spec, RULES)).toEqual([
      expect.stringContaining('lets Datadog in with aaaa…1111 and eeee…dddd: set ExternalId to that one'),
    ]);
  });

  test.each([DATADOG, `arn:aws:iam::${DATADOG}:role/Crawler`])(
    'when it lets %s in for another organization of Datadog’s, too',
    (AWS) => {
      const trustPolicy = policyOf(
        withId(DATADOG, OUR_ID),
        withId(DATADOG, OTHER_ID, { Principal: { AWS: ['999999999999', AWS] } }),
        withId(DATADOG, 'eeeeffff00001111aaaabbbbccccdddd'),
      );
      expect(adoptionProblems({ ...foreignRole, trustPolicy }, spec, RULES)).toEqual([
        "ExternalId is 0f9b…4c6d and the role lets Datadog in with aaaa…1111 and eeee…dddd, too, for another organization that an adoption would shut out: choose another RoleName, or take that out of the role's trust policy first.",
      ]);
    },
  );

  test('for every reason at once, but for the first that makes the others moot', () => {
    const trustPolicy = policyOf(
      withId(DATADOG, OTHER_ID, { Principal: { AWS: DATADOG, Service: 'ec2.amazonaws.com' } }),
    );
    const rules = { adoptableRoleNames: [], functionRoles: [foreignRole.arn] };
    const role = { ...foreignRole, trustPolicy };
    expect(adoptionProblems(role, spec, rules)).toEqual([
      expect.stringContaining('a function of this project'),
      expect.stringContaining('the provider adopts none only'),
      expect.stringContaining('"ec2.amazonaws.com"'),
      expect.stringContaining('set ExternalId to that one'),
    ]);
    expect(adoptionProblems({ ...role, name: 'datadogintegrationrole' }, spec, rules)).toEqual([
      expect.stringContaining('IAM overlooks letter case'),
    ]);
  });
});
