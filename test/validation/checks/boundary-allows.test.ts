import { PROBED_ACTION } from '../../../src/probe/session';
import { checks } from '../../../src/validation/checks';
import type { SimulatedAction } from '../../../src/validation/simulated-action';
import { REFUSED } from '../../support/validation/lacking';
import { recordOf, situation, situationWithRole, worksIn } from '../../support/validation/situations';
import { idsWith, verdictOf } from '../../support/validation/verdicts';

describe('boundary-allows', () => {
  const withObstacle = (deniedBy: SimulatedAction['deniedBy'], permissionsBoundary: string | null = null) => {
    const record = recordOf(permissionsBoundary === null ? {} : { PermissionsBoundary: permissionsBoundary });
    const simulation = [{ action: 'ec2:DescribeInstances', deniedBy, policies: ['Guard'] }];
    return situation(record, { simulation: { ok: true, value: simulation } });
  };
  const BOUNDARY = 'arn:aws:iam::123456789012:policy/boundary';

  test.each([
    ['permissions boundary', BOUNDARY, `--policy-arn ${BOUNDARY}`],
    ['explicit deny', null, 'list-attached-role-policies'],
  ] as const)('fails for what a %s takes away, and says what to change', (deniedBy, boundary, step) => {
    const cut = withObstacle(deniedBy, boundary);

    const { status, evidence, remedy } = verdictOf('boundary-allows', cut);

    expect(status).toBe('fail');
    expect(evidence.join()).toContain('ec2:DescribeInstances');
    expect(remedy.join()).toContain(step);
    expect(idsWith('fail', cut)).toEqual(['boundary-allows']);
  });

  test('asks nobody to edit a boundary of AWS’s own', () => {
    const cut = withObstacle('permissions boundary', 'arn:aws:iam::aws:policy/ReadOnlyAccess');

    const { remedy } = verdictOf('boundary-allows', cut);

    expect(remedy).toEqual([expect.stringMatching(/ReadOnlyAccess is AWS's own and cannot be edited/)]);
  });

  test('has an inline policy deleted only where somebody has added it, and it denies what is lacking', () => {
    const deny = (...Action: string[]) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action, Resource: '*' }] });
    const cut = {
      ...situationWithRole(({ role }) => ({
        inlinePolicies: { ...role.inlinePolicies, Guard: deny('ec2:*'), Other: deny('s3:*') },
      })),
      simulation: withObstacle('explicit deny').simulation,
    };

    const { remedy } = verdictOf('boundary-allows', cut);

    expect(remedy.filter((step) => step.includes('delete-role-policy'))).toEqual([
      'aws iam delete-role-policy --role-name DatadogIntegrationRole --policy-name Guard',
    ]);
  });

  test('warns of what the evaluator says of the organization, and says that it is no proof', () => {
    const { status, summary, evidence, remedy } = verdictOf('boundary-allows', withObstacle('organization'));

    expect(status).toBe('warn');
    expect(summary).toMatch(
      /^By the word of AWS’s policy simulator, .* a service control policy takes away 1 actions/,
    );
    expect(evidence.join()).toMatch(/ec2:DescribeInstances.*aws:SourceIp/);
    expect(remedy.join()).toContain('organization');
  });

  describe('of a global service that the organization refuses', () => {
    const refused = { action: 'iam:ListAccountAliases', deniedBy: 'organization', policies: [] } as const;
    const withRegion = (deniedBy: SimulatedAction['deniedBy']) =>
      situation(recordOf(), {
        simulation: { ok: true, value: [refused] },
        regionSimulations: ['eu-west-1', 'us-east-1'].map((region) => ({
          region,
          simulation: {
            ok: true,
            value: [
              { action: PROBED_ACTION, deniedBy: null, policies: [] },
              {
                action: 'ec2:DescribeInstances',
                deniedBy: region === 'us-east-1' ? deniedBy : null,
                policies: [],
              },
            ],
          },
        })),
      });

    test('warns where the region of its endpoint is open', () => {
      expect(verdictOf('boundary-allows', withRegion(null))).toMatchObject({
        status: 'warn',
        evidence: expect.arrayContaining([expect.stringContaining('iam:ListAccountAliases')]),
      });
    });

    test('does no more than mention it where that may be a region deny', () => {
      const { status, evidence } = verdictOf('boundary-allows', withRegion('organization'));
      expect(status).toBe('pass');
      expect(evidence.join()).toContain('iam:ListAccountAliases');
    });
  });

  test('does not take its word on the organization where no session of the role has borne it out', () => {
    const untried = { ...worksIn('us-east-1'), status: 'not-tried', cause: 'role_not_assumed' } as const;

    const unsure = { ...withObstacle('organization'), regions: [untried] };

    expect(verdictOf('boundary-allows', unsure).status).toBe('unknown');
  });

  test.each(['permissions boundary', 'organization', 'explicit deny'] as const)(
    'does not take its word on the %s where the role did what it says to be refused',
    (deniedBy) => {
      const refused = [PROBED_ACTION, 'ec2:DescribeInstances'].map((action) => ({
        action,
        deniedBy,
        policies: [],
      }));
      const simulation = { ok: true, value: refused } as const;
      const regionSimulations = [{ region: 'us-east-1', simulation }];

      const contradicted = situation(recordOf(), { simulation, regionSimulations });

      const { status, evidence } = verdictOf('boundary-allows', contradicted);
      expect(status).toBe('unknown');
      expect(evidence.join()).toContain('refuses what a session of the role was allowed just now');
      expect(idsWith('fail', contradicted)).toEqual([]);
      expect(idsWith('warn', contradicted)).toEqual([]);
    },
  );

  test('is unknown, so that nothing is called healthy, when AWS’s evaluator may not be asked', () => {
    const unasked = situation(recordOf(), { simulation: REFUSED, regionSimulations: [] });

    expect(idsWith('unknown', unasked)).toEqual(['boundary-allows', 'last-used']);
    expect(checks.find(({ id }) => id === 'boundary-allows')?.essential).toBe(true);
  });

  test('is unknown when the evaluator could not be asked about one region', () => {
    const [first, ...others] = situation().regionSimulations;
    const unasked = situation(recordOf(), {
      regionSimulations: [{ region: first?.region ?? '', simulation: REFUSED }, ...others],
    });

    const { status, evidence } = verdictOf('boundary-allows', unasked);

    expect(status).toBe('unknown');
    expect(evidence).toEqual([expect.stringContaining('could not be asked about eu-west-1')]);
  });

  describe('by the text of the boundary, where the evaluator may not be asked,', () => {
    const withText = (...statements: readonly object[]) => {
      const document = JSON.stringify({ Version: '2012-10-17', Statement: statements });
      return situation(recordOf({ PermissionsBoundary: BOUNDARY }), {
        simulation: REFUSED,
        regionSimulations: [],
        boundaryDocument: { ok: true, value: document },
      });
    };
    const allow = (Action: string, Condition = {}) => ({ Effect: 'Allow', Action, Resource: '*', Condition });

    test('fails for what it does not allow', () => {
      const { status, summary, evidence } = verdictOf('boundary-allows', withText(allow('cloudwatch:*')));

      expect(status).toBe('fail');
      expect(summary).toContain(`the permissions boundary ${BOUNDARY} takes away`);
      expect(evidence.join()).toContain('ec2:DescribeInstances');
      expect(evidence.join()).not.toContain('cloudwatch:');
    });

    test.each([
      ['allows everything', [allow('*')]],
      ['hangs on what nobody knows', [allow('*', { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } })]],
    ])('is unknown where it %s: the organization may still take something away', (_, statements) => {
      expect(verdictOf('boundary-allows', withText(...statements)).status).toBe('unknown');
    });
  });

  describe('where policies of the role ask for keys that nobody knows,', () => {
    const withMissing = (
      deniedBy: SimulatedAction['deniedBy'],
      key: string,
      boundary: readonly object[] | null = null,
    ) => {
      const action = { action: 'ec2:DescribeInstances', deniedBy, policies: [], missingKeys: [key] };
      const text = JSON.stringify({ Version: '2012-10-17', Statement: boundary ?? [] });
      return situation(recordOf(boundary === null ? {} : { PermissionsBoundary: BOUNDARY }), {
        simulation: { ok: true, value: [action] },
        boundaryDocument: boundary === null ? null : { ok: true, value: text },
      });
    };
    const allowEverything = { Effect: 'Allow', Action: '*', Resource: '*' };
    const denyElsewhere = {
      Effect: 'Deny',
      Action: 's3:*',
      Resource: '*',
      Condition: { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
    };

    test.each(['permissions boundary', null] as const)('is unknown where the answer is %s', (deniedBy) => {
      const { status, evidence } = verdictOf('boundary-allows', withMissing(deniedBy, 'aws:SourceIp'));

      expect(status).toBe('unknown');
      expect(evidence.join()).toContain('ec2:DescribeInstances depends on aws:SourceIp');
    });

    test('passes where the statement that asks for it is about something else', () => {
      const settled = withMissing(null, 'aws:SourceIp', [allowEverything, denyElsewhere]);

      expect(verdictOf('boundary-allows', settled).status).toBe('pass');
    });

    test('fails where the boundary takes it away whatever they are', () => {
      const cut = withMissing('permissions boundary', 'aws:SourceIp', [
        { ...allowEverything, Action: 's3:*' },
      ]);

      expect(verdictOf('boundary-allows', cut).status).toBe('fail');
    });
  });

  test('leaves what was never granted to permissions-complete', () => {
    expect(verdictOf('boundary-allows', withObstacle('not granted')).status).toBe('pass');
  });
});
