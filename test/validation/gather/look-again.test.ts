import type { RegionResult } from '../../../src/report/report';
import { lookAgain } from '../../../src/validation/gather/look-again';
import { ClockOfTheDay, contextWith } from '../../support/validation/run';
import { worksIn } from '../../support/validation/situations';

const refused = (region: string, cause: string): RegionResult => ({
  ...worksIn(region),
  status: 'assume-role-denied',
  cause,
  message: 'no',
});

async function lookedAt(results: readonly RegionResult[]) {
  const clock = new ClockOfTheDay();
  const asked: string[] = [];
  const looking = lookAgain(
    results,
    async (region) => {
      asked.push(region);
      return worksIn(region);
    },
    contextWith(clock),
  );
  await clock.advance(4_900);
  const early = [...asked];
  await clock.advance(200);
  return { found: await looking, early, asked };
}

test('what is refused for no reason that is known is tried once more after a pause', async () => {
  const { found, early, asked } = await lookedAt([
    worksIn('us-east-1'),
    refused('eu-west-1', 'assume_role_denied_unspecified'),
    refused('eu-west-2', 'trust_policy_implicit_deny'),
  ]);

  expect(early).toEqual([]);
  expect(asked).toEqual(['eu-west-1', 'eu-west-2']);
  expect(found).toEqual(['us-east-1', 'eu-west-1', 'eu-west-2'].map(worksIn));
});

test.each(['scp_explicit_deny', 'rcp_explicit_deny', 'vpce_implicit_deny'])(
  'what AWS lays to a policy that does not change in a moment is not: %s',
  async (cause) => {
    const results = [refused('eu-west-1', cause)];

    const { found, asked } = await lookedAt(results);

    expect(asked).toEqual([]);
    expect(found).toBe(results);
  },
);
