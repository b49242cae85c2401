import type { Plan } from '../../src/iam/plan';
import type { Reconciled } from '../../src/provider/reconcile';
import { isVerified } from '../../src/provider/verify';
import { sessionOf } from '../support/provider/open-session';

const DONE: Plan = { roleName: 'Role', stages: [], warnings: [] };
const TO_DO: Plan = {
  roleName: 'Role',
  stages: [[{ kind: 'delete-boundary' }, { kind: 'attach-policy', policyArn: 'arn:x' }]],
  warnings: [],
};

/** Verifies a role of which IAM shows all that was written after some time. */
async function verified(shownAfterMs: number) {
  const { session, clock, ended, lines } = sessionOf();
  const remaining = jest.fn(async () => (clock.now() < shownAfterMs ? TO_DO : DONE));
  const isRight = await ended(
    isVerified(session, { remaining } as Pick<Reconciled, 'remaining'> as Reconciled),
  );
  return { isRight, looks: remaining.mock.calls.length, tookMs: clock.now(), lines };
}

test('what IAM shows at once is verified without waiting', async () => {
  await expect(verified(0)).resolves.toMatchObject({ isRight: true, looks: 1, tookMs: 0, lines: [] });
});

test('what IAM shows a little later is verified then, and the log says what was missing', async () => {
  const { isRight, looks, tookMs, lines } = await verified(1_500);
  expect(isRight).toBe(true);
  expect(looks).toBe(3);
  expect(tookMs).toBeLessThan(3_000);
  expect(lines).toEqual([
    expect.objectContaining({
      message: 'not seen yet',
      stages: [['delete-boundary', 'attach-policy arn:x']],
    }),
    expect.objectContaining({ message: 'not seen yet' }),
  ]);
});

test('what IAM still does not show after ten seconds has been changed by somebody else', async () => {
  const { isRight, tookMs } = await verified(60_000);
  expect(isRight).toBe(false);
  expect(tookMs).toBeGreaterThanOrEqual(10_000);
  expect(tookMs).toBeLessThan(11_000);
});
