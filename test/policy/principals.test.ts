import { type Answer, dependsOn, NO, YES } from '../../src/policy/answer';
import { type Caller, concernsCaller } from '../../src/policy/principals';

const ACCOUNT = '464622532012';
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const SESSION: Caller = { kind: 'session-of', accountId: ACCOUNT, partition: 'aws' };
const STRANGER: Caller = { kind: 'stranger', notOf: [ACCOUNT] };
const OPEN = dependsOn('aws:PrincipalArn');

const listed = (ids: readonly string[], type = 'AWS') => ids.map((id) => ({ type, id }));
const statement = (change: object) => ({
  effect: 'Allow' as const,
  principals: undefined,
  notPrincipals: undefined,
  ...change,
});

describe('a Principal element stands for some session of a role, and for a stranger:', () => {
  test.each<[string, Answer, Answer]>([
    ['*', YES, YES],
    [ACCOUNT, YES, NO],
    [ROOT, YES, NO],
    [`arn:aws-us-gov:iam::${ACCOUNT}:root`, NO, NO],
    ['999988887777', NO, OPEN],
    ['arn:aws:iam::999988887777:root', NO, OPEN],
    [`arn:aws:iam::${ACCOUNT}:role/a`, OPEN, NO],
    [`arn:aws:sts::${ACCOUNT}:assumed-role/a/s`, OPEN, NO],
    [`arn:aws:iam::${ACCOUNT}:user/a`, NO, NO],
    [`arn:aws:sts::${ACCOUNT}:federated-user/a`, NO, NO],
    ['arn:aws:iam::999988887777:role/a', NO, OPEN],
    ['AROAEXAMPLEEXAMPLEEXA', NO, NO],
  ])('%s', (id, session, stranger) => {
    const answers = [SESSION, STRANGER].map((caller) =>
      concernsCaller(statement({ principals: listed([id]) }), caller),
    );

    expect(answers).toEqual([session, stranger]);
  });

  test('no service does, whatever it is called', () => {
    for (const caller of [SESSION, STRANGER])
      expect(concernsCaller(statement({ principals: listed(['*', ROOT], 'Service') }), caller)).toEqual(NO);
  });

  test('nobody is nobody', () => {
    expect(concernsCaller(statement({}), SESSION)).toEqual(NO);
  });
});

describe('NotPrincipal leaves out', () => {
  test.each<[string, readonly string[], Answer, Answer, Answer]>([
    ['everybody', ['*'], NO, NO, NO],
    ['the account', [ROOT], NO, OPEN, YES],
    ['the account and a role', [ROOT, `arn:aws:iam::${ACCOUNT}:role/a`], NO, OPEN, YES],
    ['a role without its account', [`arn:aws:iam::${ACCOUNT}:role/a`], OPEN, YES, YES],
    ['another account', ['999988887777'], YES, YES, OPEN],
  ])(
    '%s: an Allow is about a session, a Deny about it, and about a stranger',
    (_, ids, allow, deny, stranger) => {
      const notPrincipals = listed(ids);

      expect(concernsCaller(statement({ notPrincipals }), SESSION)).toEqual(allow);
      expect(concernsCaller(statement({ effect: 'Deny', notPrincipals }), SESSION)).toEqual(deny);
      expect(concernsCaller(statement({ effect: 'Deny', notPrincipals }), STRANGER)).toEqual(stranger);
    },
  );
});
