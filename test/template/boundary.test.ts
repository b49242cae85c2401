import { publishedPermissionSets } from '../../src/datadog/permission-sets';
import { isPattern } from '../../src/policy/action-set';
import { patternsIntersect } from '../../src/policy/coverage';
import { MANAGED_POLICY_CHARACTERS } from '../../src/policy/quotas';
import { documentSize } from '../../src/policy/size';
import growth from '../cases/boundary-growth.json';
import audit from '../cases/security-audit-actions.json';
import { type Sandbox, startSandbox } from '../sandbox';
import { wildcardExpression } from '../sandbox/authorize/wildcards';
import auditPolicy from '../sandbox/iam/aws-managed/SecurityAudit.json';
import { type InlinePolicy, requiredResource, resolvedTemplate } from '../support/installed-provider';

const ACCOUNT = '123456789012';
const PLACE = { partition: 'aws', accountId: ACCOUNT, region: 'us-east-1' };
/** So that what Datadog will want to read next year still finds a place. */
const ROOM = 200;

const { properties } = requiredResource(resolvedTemplate(PLACE, {}), 'IntegrationBoundary');
// IAM checks the document when it is installed below.
const document = properties['PolicyDocument'] as InlinePolicy['document'];
const denied = document.Statement.filter(({ Effect }) => Effect === 'Deny').flatMap(({ Action }) => Action);
const expressions = denied.map((pattern) => wildcardExpression(pattern, true));
const denies = (action: string) => expressions.some((expression) => expression.test(action));

const serviceOf = (pattern: string) => pattern.split(':')[0]?.toLowerCase() ?? '';
/** Is there an action that a denied pattern and this one both stand for? */
const collides = (pattern: string) =>
  denied.some((other) => serviceOf(other) === serviceOf(pattern) && patternsIntersect(other, pattern));

const namesIn = (actions: Readonly<Record<string, string>>) =>
  Object.entries(actions).flatMap(([service, names]) => names.split(' ').map((name) => `${service}:${name}`));

const datadogs = [
  ...new Set(
    Object.values(publishedPermissionSets).flatMap((set) => [...set.inlineActions, ...set.managedActions]),
  ),
];
const auditPatterns = auditPolicy.document.Statement.flatMap(({ Action }) => Action);
const audited = namesIn(audit.actions);
const growing = [growth.everyWriteOf, growth.credentials, growth.code, growth.sharing].flatMap(
  ({ actions }) => namesIn(actions),
);

let sandbox: Sandbox;
let may: (action: string) => boolean;

beforeAll(async () => {
  sandbox = await startSandbox();
  const account = sandbox.account(ACCOUNT);
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  account.seed({
    policies: [{ name: 'Boundary', path: '/fence/', document }],
    roles: [
      {
        name: 'Unlimited',
        trust,
        boundaryArn: `arn:aws:iam::${ACCOUNT}:policy/fence/Boundary`,
        attached: ['arn:aws:iam::aws:policy/AdministratorAccess'],
      },
    ],
  });
  const test = account.effectivePermissions('Unlimited');
  may = (action) => test(action);
});
afterAll(() => sandbox.stop());

describe('the boundary of template.yaml', () => {
  it('fits into a managed policy, with room', () => {
    expect(documentSize(document)).toBeLessThanOrEqual(MANAGED_POLICY_CHARACTERS - ROOM);
  });

  it('lies where the provider may write nothing', () => {
    expect(properties['Path']).toBe('/datadog-integration-role-boundary/');
    const own = wildcardExpression('policy/datadog-integration-role/*');
    expect(own.test(`policy${properties['Path']}Boundary`)).toBe(false);
  });

  it('allows every action of Datadog’s sets, and every one that a pattern of theirs may come to stand for', () => {
    expect(datadogs.length).toBeGreaterThan(800);
    expect(datadogs.filter(collides)).toEqual([]);
    expect(datadogs.filter((action) => !isPattern(action) && !may(action))).toEqual([]);
  });

  it('allows every action of SecurityAudit, and every one that a pattern of it may come to stand for', () => {
    expect(audited.length).toBeGreaterThan(2_800);
    expect(auditPatterns.filter(collides)).toEqual([]);
    const plain = auditPatterns.filter((action) => !isPattern(action));
    expect([...audited, ...plain].filter((action) => !may(action))).toEqual([]);
  });

  it('denies every action by which a role grows, explicitly: an implicit denial binds no policy that names a session', () => {
    expect(growing.length).toBeGreaterThan(850);
    expect(growing.filter((action) => !denies(action))).toEqual([]);
    expect(growing.filter((action) => may(action))).toEqual([]);
  });

  it('has no pattern that denies nothing of the list: the list is whole', () => {
    const unlisted = denied.filter((pattern) => {
      const expression = wildcardExpression(pattern, true);
      return !growing.some((action) => expression.test(action));
    });
    expect(unlisted).toEqual([]);
  });

  it('says of every write of those services that it leaves, why', () => {
    const left = growth.leftOut.flatMap(({ actions }) => namesIn(actions));
    expect(left.filter((action) => growing.includes(action) || denies(action))).toEqual([]);
  });
});

describe('the parameter PermissionsBoundary', () => {
  const ARN = 'arn:aws:iam::123456789012:policy/team/Boundary';
  const declared = (value: string) =>
    resolvedTemplate(PLACE, { ExternalId: 'abcdef', PermissionsBoundary: value });
  const inForce = (value: string) => {
    const { properties: integration } = requiredResource(declared(value), 'DatadogIntegration');
    return integration['PermissionsBoundary'];
  };

  it.each([
    [
      '',
      `arn:aws:iam::${ACCOUNT}:policy/datadog-integration-role-boundary/datadog-IntegrationBoundary-us-east-1`,
    ],
    [ARN, ARN],
    ['None', undefined],
  ])('%j puts it on the integration', (value, arn) => {
    expect(inForce(value)).toBe(arn);
    expect(declared(value).resource('IntegrationBoundary') === undefined).toBe(value !== '');
  });

  it.each([
    'none',
    'arn:aws:iam::123456789012:role/x',
    'arn:aws:iam::*:policy/x',
    'arn:aws:iam::aws:policy/*',
  ])('%j is refused', (value) => {
    expect(() => declared(value)).toThrow('PermissionsBoundary');
  });
});
