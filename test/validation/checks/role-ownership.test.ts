import type { ObservedIdentity } from '../../../src/iam/role/observed';
import { checks } from '../../../src/validation/checks';
import type { Situation } from '../../../src/validation/situation';
import { ACCOUNT, recordOf, situation, situationWithRole } from '../../support/validation/situations';
import { idsWith, verdictOf } from '../../support/validation/verdicts';

const OTHERS = {
  'datadog-integration-role:stack-id': `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/other/9`,
  'datadog-integration-role:logical-id': 'Theirs',
};
const FULL = recordOf({ Permissions: 'Full', ResourceCollection: 'true', Tags: [{ Key: 'a', Value: 'b' }] });
const DRIFT = checks.map(({ id }) => id).filter((id) => id.startsWith('drift-'));

/** A role of somebody else under the recorded name: everything about it is another. */
const foreign = (change: Partial<ObservedIdentity> = {}): Situation =>
  situationWithRole(
    ({ role }) => ({
      roleId: 'AROAOTHER',
      tags: {},
      description: 'runs the payroll',
      trustPolicy: role.trustPolicy.replaceAll(/arn:aws:iam::\d+:root/g, 'arn:aws:iam::999999999999:root'),
      inlinePolicies: { Payroll: '{"Version":"2012-10-17","Statement":[]}' },
      attachedPolicyArns: [],
      ...change,
    }),
    FULL,
  );

const remediesOf = (given: Situation) => checks.flatMap((check) => check.evaluate(given).remedy);

describe('role-ownership', () => {
  test('passes for the recorded role, tagged or not', () => {
    expect(verdictOf('role-ownership', situation(FULL)).status).toBe('pass');
    expect(
      verdictOf(
        'role-ownership',
        situationWithRole(() => ({ tags: {} }), FULL),
      ).status,
    ).toBe('pass');
  });

  test.each([
    ['without tags', {}],
    ['tagged as another stack’s', OTHERS],
    ['with one tag of another stack', { 'datadog-integration-role:stack-id': 'other' }],
  ])('says that the name belongs to another role: %s', (_, tags) => {
    const given = foreign({ tags });

    const { status, summary, evidence } = verdictOf('role-ownership', given);

    expect([status, summary]).toEqual([
      'warn',
      'The name DatadogIntegrationRole belongs to another role by now, which the stack has not made.',
    ]);
    expect(evidence.join()).toContain('the role with the id AROAROLE. Found: AROAOTHER');
    expect(given.drift).toEqual([
      { path: 'roleId', kind: 'different', expected: 'AROAROLE', actual: 'AROAOTHER' },
    ]);
  });

  test('is the one finding about it: nothing of it is compared with what the stack calls for', () => {
    const given = foreign();

    for (const id of DRIFT) expect([id, verdictOf(id, given).status]).toEqual([id, 'unknown']);
    expect(idsWith('warn', given)).toEqual(['role-ownership']);
  });

  test.each([
    ['the same name', {}],
    ['another path', { path: '/x/', arn: `arn:aws:iam::${ACCOUNT}:role/x/DatadogIntegrationRole` }],
    [
      'other letters',
      { name: 'datadogintegrationrole', arn: `arn:aws:iam::${ACCOUNT}:role/datadogintegrationrole` },
    ],
  ])('nobody is given a command that changes the role of somebody else: %s', (_, change) => {
    const commands = remediesOf(foreign(change)).filter((step) => step.startsWith('aws iam '));

    expect(commands.filter((command) => !/^aws iam (list|get)-/.test(command))).toEqual([]);
  });

  test('names Adopt only where an adoption would not be refused', () => {
    const adopt = (given: Situation) => verdictOf('role-ownership', given).remedy.join().includes('to Adopt');

    expect(adopt(foreign())).toBe(true);
    expect(adopt(foreign({ tags: OTHERS }))).toBe(false);
    expect(adopt(foreign({ arn: `arn:aws:iam::${ACCOUNT}:role/x/DatadogIntegrationRole` }))).toBe(false);
  });

  test('of a role with the stack’s tags that is not the recorded one, everything is left to the stack', () => {
    const remade = situationWithRole(() => ({ roleId: 'AROAOTHER', description: 'by hand' }), FULL);

    expect(verdictOf('role-ownership', remade)).toMatchObject({
      status: 'warn',
      summary: 'The role was made anew since the stack has recorded it.',
    });
    const { status, remedy } = verdictOf('drift-settings', remade);
    expect(status).toBe('warn');
    expect(remedy.join('\n')).toMatch(/^Update the stack .*\n.*\naws cloudformation update-stack /);
    expect(remedy.join('\n')).not.toContain('aws iam');
  });
});
