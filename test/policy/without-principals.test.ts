import { policiesEquivalent } from '../../src/policy/equivalence';
import { evaluateTrust } from '../../src/policy/trust';
import { principalIds, withoutPrincipals } from '../../src/policy/without-principals';

const [GONE, GONE_TOO, LEFT] = ['Gone', 'GoneToo', 'Left'].map(
  (name) => `arn:aws:iam::123456789012:role/${name}`,
);
const allow = (Principal: unknown, more = {}) => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  ...more,
});
const trust = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const left = (document: string) => withoutPrincipals(document, [`${GONE}`, `${GONE_TOO}`]);

test.each<[string, string, string]>([
  ['one of several', trust(allow({ AWS: [GONE, LEFT, GONE_TOO] })), trust(allow({ AWS: [LEFT] }))],
  [
    'the only one of its type',
    trust(allow({ AWS: GONE, Service: 'ec2.amazonaws.com' })),
    trust(allow({ Service: 'ec2.amazonaws.com' })),
  ],
  [
    'the only one of a statement',
    trust(allow({ AWS: GONE }), allow({ AWS: LEFT })),
    trust(allow({ AWS: LEFT })),
  ],
  [
    'one that is kept out',
    trust(allow({ AWS: LEFT }), allow({ AWS: [GONE] }, { Effect: 'Deny' })),
    trust(allow({ AWS: LEFT })),
  ],
])('leaves out %s', (_, document, expected) => {
  expect(policiesEquivalent(left(document), expected)).toBe(true);
});

test('leaves out of a trust policy with a single statement all that it names: nobody gets in', () => {
  const document = left(JSON.stringify({ Version: '2012-10-17', Statement: allow({ AWS: GONE }) }));
  for (const principalArn of [`${GONE}`, `${LEFT}`, 'arn:aws:iam::123456789012:root'])
    expect(evaluateTrust(document, { principalArn }).allowed).toBe(false);
});

test.each([
  ['about others only', trust(allow({ AWS: LEFT }), allow('*'))],
  [
    'that spares it',
    trust(allow({ AWS: LEFT }), { Effect: 'Deny', NotPrincipal: { AWS: GONE }, Action: '*' }),
  ],
])('leaves the text of a trust policy %s as it is', (_, document) => {
  expect(left(document)).toBe(document);
});

test('keeps what a statement says besides', () => {
  const condition = { Sid: 'Mine', Condition: { StringEquals: { 'sts:ExternalId': 'x' } } };
  expect(JSON.parse(left(trust(allow('*'), allow({ AWS: [GONE, LEFT] }, condition))))).toEqual(
    JSON.parse(trust(allow('*'), allow({ AWS: [LEFT] }, condition))),
  );
});

test('names every principal once', () => {
  const document = trust(allow({ AWS: [GONE, LEFT] }), allow('*'), allow({ AWS: LEFT, Service: 's' }));
  expect(principalIds(document)).toEqual([GONE, LEFT, 's']);
});

test('a policy about nobody else lets nobody in', () => {
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'AROAGONE' } }] };
  expect(JSON.parse(withoutPrincipals(JSON.stringify(policy), ['AROAGONE']))).toEqual({
    Version: '2012-10-17',
    Statement: [{ Sid: 'NobodyIsLeft', Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
  });
});

test('a policy that names none of them stays to the letter', () => {
  const text = JSON.stringify({ Statement: { Effect: 'Allow', Principal: { AWS: 'A' } } }, null, 2);
  expect(withoutPrincipals(text, ['AROAGONE'])).toBe(text);
});

test('a statement with NotPrincipal stays beside one that goes', () => {
  const spared = { Effect: 'Deny', NotPrincipal: { AWS: 'A' }, Action: 'sts:AssumeRole' };
  const policy = { Statement: [{ Effect: 'Allow', Principal: { AWS: 'AROAGONE' } }, spared] };
  expect(JSON.parse(withoutPrincipals(JSON.stringify(policy), ['AROAGONE'])).Statement).toEqual([spared]);
});

test('names neither everybody nor whom NotPrincipal spares', () => {
  const spares = { Effect: 'Deny', NotPrincipal: { AWS: GONE }, Action: '*' };
  expect(principalIds(trust(allow('*'), spares))).toEqual([]);
});
