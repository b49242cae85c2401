import type { RegionResult } from '../../src/report/report';
import type { DeniedBy, RegionSimulation } from '../../src/validation/simulated-action';
import { simulatorWord } from '../../src/validation/simulator-word';
import { worksIn } from '../support/validation/situations';

const ACTIONS = ['cloudwatch:ListMetrics', 'ec2:DescribeInstances', 'rds:DescribeDBInstances'];

/** What the evaluator says of a region, by service. */
const said = (region: string, denied: Readonly<Record<string, DeniedBy>> = {}): RegionSimulation => ({
  region,
  simulation: {
    ok: true,
    value: ACTIONS.map((action) => ({
      action,
      deniedBy: denied[action.split(':')[0] ?? ''] ?? null,
      policies: [],
    })),
  },
});
const refusedIn = (region: string): RegionResult => ({
  ...worksIn(region),
  status: 'assume-role-denied',
  cause: 'scp_explicit_deny',
});

test('a region deny that spares CloudWatch is told by region and services', () => {
  const denied = { ec2: 'organization', rds: 'organization' } as const;

  const word = simulatorWord({
    regionSimulations: [said('us-east-1'), said('eu-west-1', denied), said('eu-west-2', denied)],
    regions: ['us-east-1', 'eu-west-1', 'eu-west-2'].map(worksIn),
  });

  expect(word.refusals).toEqual([
    { deniedBy: 'organization', services: ['ec2', 'rds'], regions: ['eu-west-1', 'eu-west-2'] },
  ]);
  expect([...word.regionalServices]).toEqual(['ec2', 'rds']);
});

test('what is refused everywhere is no matter of regions', () => {
  const denied = { ec2: 'permissions boundary' } as const;

  const word = simulatorWord({
    regionSimulations: [said('us-east-1', denied), said('eu-west-1', denied)],
    regions: ['us-east-1', 'eu-west-1'].map(worksIn),
  });

  expect(word.refusals).toEqual([]);
  expect(word.regionalServices.size).toBe(0);
});

test('nothing is heard of what it says to refuse where the role did it', () => {
  const all = { cloudwatch: 'organization', ec2: 'organization', rds: 'permissions boundary' } as const;

  const word = simulatorWord({
    regionSimulations: [said('us-east-1'), said('eu-west-1', all)],
    regions: ['us-east-1', 'eu-west-1'].map(worksIn),
  });

  expect([...word.contradicted]).toEqual(['organization']);
  expect(word.refusals).toEqual([
    { deniedBy: 'permissions boundary', services: ['rds'], regions: ['eu-west-1'] },
  ]);
});

test('of the organization nothing is heard where the role was not tried', () => {
  const denied = { ec2: 'organization' } as const;
  const untried: RegionResult = { ...worksIn('eu-west-1'), status: 'not-tried', cause: 'role_not_assumed' };

  const word = simulatorWord({
    regionSimulations: [said('us-east-1'), said('eu-west-1', denied)],
    regions: [{ ...untried, region: 'us-east-1' }, untried],
  });

  expect(word).toMatchObject({ isBorneOut: false, refusals: [] });
});

test('it says where the organization refuses what the probe does, for regions in which we are refused', () => {
  const denied = { cloudwatch: 'organization', ec2: 'organization', rds: 'organization' } as const;

  const word = simulatorWord({
    regionSimulations: [said('us-east-1'), said('eu-west-1', denied)],
    regions: [worksIn('us-east-1'), refusedIn('eu-west-1')],
  });

  expect(word.isBorneOut).toBe(true);
  expect([...word.refusedByOrganization]).toEqual(['eu-west-1']);
  expect(word.refusals).toEqual([]);
});

test('an answer that hangs on keys that were not given is no denial', () => {
  const asked = said('eu-west-1', { ec2: 'not granted' });
  const value = asked.simulation.ok ? asked.simulation.value : [];
  const open = value.map((entry) => ({ ...entry, missingKeys: ['aws:SourceIp'] }));

  const word = simulatorWord({
    regionSimulations: [said('us-east-1'), { region: 'eu-west-1', simulation: { ok: true, value: open } }],
    regions: ['us-east-1', 'eu-west-1'].map(worksIn),
  });

  expect(word.refusals).toEqual([]);
});

test('where it could not be asked it says nothing, and hides nothing of the others', () => {
  const failure = { cause: 'no_answer', message: 'slow down' } as const;
  const denied = { ec2: 'organization' } as const;

  const word = simulatorWord({
    regionSimulations: [
      { region: 'eu-west-3', simulation: { ok: false, failure } },
      said('us-east-1'),
      said('eu-west-1', denied),
    ],
    regions: ['us-east-1', 'eu-west-1', 'eu-west-3'].map(worksIn),
  });

  expect(word.refusals).toEqual([{ deniedBy: 'organization', services: ['ec2'], regions: ['eu-west-1'] }]);
});

test('regions with other services, and other hindrances, are told apart', () => {
  const word = simulatorWord({
    regionSimulations: [
      said('us-east-1'),
      said('eu-west-1', { ec2: 'permissions boundary' }),
      said('eu-west-2', { ec2: 'not granted', rds: 'permissions boundary' }),
      said('eu-west-3', { ec2: 'permissions boundary' }),
    ],
    regions: ['us-east-1', 'eu-west-1', 'eu-west-2', 'eu-west-3'].map(worksIn),
  });

  expect(word.refusals).toEqual([
    { deniedBy: 'permissions boundary', services: ['ec2'], regions: ['eu-west-1', 'eu-west-3'] },
    { deniedBy: 'permissions boundary', services: ['rds'], regions: ['eu-west-2'] },
    { deniedBy: 'not granted', services: ['ec2'], regions: ['eu-west-2'] },
  ]);
});

test('of policies of the role it is heard where the role was not tried, too', () => {
  const word = simulatorWord({
    regionSimulations: [said('us-east-1'), said('eu-west-1', { ec2: 'permissions boundary' })],
    regions: [refusedIn('us-east-1'), refusedIn('eu-west-1')],
  });

  expect(word.isBorneOut).toBe(false);
  expect(word.refusals).toEqual([
    { deniedBy: 'permissions boundary', services: ['ec2'], regions: ['eu-west-1'] },
  ]);
});

test('of the organization it is heard only in regions where the role was tried', () => {
  const denied = { ec2: 'organization' } as const;

  const word = simulatorWord({
    regionSimulations: [said('us-east-1'), said('eu-west-1', denied), said('eu-west-2', denied)],
    regions: [worksIn('us-east-1'), refusedIn('eu-west-1'), worksIn('eu-west-2')],
  });

  expect(word.refusals).toEqual([{ deniedBy: 'organization', services: ['ec2'], regions: ['eu-west-2'] }]);
});

test('what it says of other services is no word about the probe', () => {
  const word = simulatorWord({
    regionSimulations: [said('us-east-1'), said('eu-west-1', { ec2: 'organization' })],
    regions: [worksIn('us-east-1'), refusedIn('eu-west-1')],
  });

  expect(word.refusedByOrganization.size).toBe(0);
  expect(word.contradicted.size).toBe(0);
});

test('another thing than the organization that refuses the probe is not taken for it', () => {
  const word = simulatorWord({
    regionSimulations: [said('us-east-1'), said('eu-west-1', { cloudwatch: 'permissions boundary' })],
    regions: [worksIn('us-east-1'), refusedIn('eu-west-1')],
  });

  expect(word.refusedByOrganization.size).toBe(0);
});
