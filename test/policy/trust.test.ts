import fc from 'fast-check';
import { InvalidPolicyDocument } from '../../src/policy/parse';
import { evaluateTrust, type TrustRequest } from '../../src/policy/trust';
import table from '../cases/trust-evaluation.json';

interface Case {
  readonly name: string;
  readonly document: object;
  readonly request: TrustRequest;
  readonly allowed: boolean;
  readonly reasonIncludes?: string;
  readonly page: string;
}

// The inferred type of the JSON file is a union of every case's shape.
const cases = table.cases as unknown as readonly Case[];

const DATADOG = 'arn:aws:iam::464622532012:root';

describe('evaluateTrust', () => {
  test.each(cases)('$name', ({ document, request, allowed, reasonIncludes = '' }) => {
    const decision = evaluateTrust(document, request);

    expect(decision).toEqual({ allowed, reason: expect.stringContaining(reasonIncludes) });
  });

  test('answers the same for a document as IAM returns it, URL-encoded', () => {
    for (const { document, request } of cases)
      expect(evaluateTrust(encodeURIComponent(JSON.stringify(document)), request)).toEqual(
        evaluateTrust(document, request),
      );
  });

  test('every case rests on a page of the IAM user guide', () => {
    for (const { page } of cases)
      expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/IAM\/latest\/UserGuide\//);
  });

  test('a denial of everybody beats whatever else a document says', () => {
    const denyAll = { Effect: 'Deny', Principal: '*', Action: '*' };
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.boolean(), ({ document, request }, first) => {
        const statements = Object(document).Statement as object[];
        const denied = {
          ...document,
          Statement: first ? [denyAll, ...statements] : [...statements, denyAll],
        };
        expect(evaluateTrust(denied, request).allowed).toBe(false);
      }),
    );
  });

  test('the order of statements does not change the answer', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.constantFrom(...cases), (one, other) => {
        const [a, b] = [Object(one.document).Statement, Object(other.document).Statement] as object[][];
        const both = (Statement: unknown) =>
          evaluateTrust({ Version: '2012-10-17', Statement }, one.request).allowed;
        expect(both([a, b].flat())).toBe(both([b, a].flat()));
      }),
    );
  });

  test('only the exact external id opens the guide’s trust policy', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w+=,.@:/-]{2,40}$/), fc.string(), (demanded, given) => {
        const document = {
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Principal: { AWS: DATADOG },
            Action: 'sts:AssumeRole',
            Condition: { StringEquals: { 'sts:ExternalId': demanded } },
          },
        };
        const answer = (externalId: string) =>
          evaluateTrust(document, { principalArn: DATADOG, externalId }).allowed;
        expect(answer(demanded)).toBe(true);
        expect(answer(given)).toBe(given === demanded);
      }),
    );
  });

  describe('gives a reason, whole, for', () => {
    const THE_CALL = { Action: 'sts:AssumeRole' };
    const reasonFor = (statement: object) =>
      evaluateTrust(
        { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: DATADOG }, ...statement } },
        { principalArn: DATADOG },
      ).reason;

    test.each<[string, object, string]>([
      [
        'a denial without a condition',
        { Effect: 'Deny', ...THE_CALL },
        `statement 1 denies sts:AssumeRole to ${DATADOG}, and so to ${DATADOG}`,
      ],
      [
        'a denial on several conditions',
        {
          Effect: 'Deny',
          ...THE_CALL,
          Condition: {
            StringNotEquals: { 'sts:ExternalId': 'x' },
            Bool: { 'aws:SecureTransport': 'true' },
          },
        },
        `statement 1 denies sts:AssumeRole to ${DATADOG}, and so to ${DATADOG}, on the condition sts:ExternalId StringNotEquals "x" and aws:SecureTransport Bool "true"`,
      ],
      [
        'several other actions',
        { Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'] },
        'statement 1 is about sts:AssumeRoleWithSAML, sts:TagSession, not sts:AssumeRole',
      ],
      [
        'several excepted actions',
        { NotAction: ['sts:Assume*', 'sts:Get*'] },
        'statement 1 is about everything but sts:Assume*, sts:Get*, not sts:AssumeRole',
      ],
      ['no action', {}, 'statement 1 is about nothing, not sts:AssumeRole'],
      [
        'several other principals',
        { ...THE_CALL, Principal: { AWS: ['111111111111', '222222222222'] } },
        `statement 1 allows sts:AssumeRole to 111111111111, 222222222222, not to ${DATADOG}`,
      ],
      [
        'several excepted principals',
        { ...THE_CALL, Principal: undefined, NotPrincipal: { AWS: [DATADOG, '222222222222'] } },
        `statement 1 allows sts:AssumeRole to everybody but ${DATADOG}, 222222222222, not to ${DATADOG}`,
      ],
      [
        'no principal',
        { ...THE_CALL, Principal: undefined },
        `statement 1 allows sts:AssumeRole to nobody, not to ${DATADOG}`,
      ],
      [
        'deleted principals beside one that is not',
        {
          ...THE_CALL,
          Principal: { AWS: ['AROAEXAMPLEEXAMPLE123', '111111111111', 'AIDAEXAMPLEEXAMPLE123'] },
        },
        `statement 1 allows sts:AssumeRole to AROAEXAMPLEEXAMPLE123, 111111111111, AIDAEXAMPLEEXAMPLE123, not to ${DATADOG} (the principal AROAEXAMPLEEXAMPLE123 is a deleted principal) (the principal AIDAEXAMPLEEXAMPLE123 is a deleted principal)`,
      ],
      [
        'session tags that are demanded and not there',
        { ...THE_CALL, Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'team' } } },
        'statement 1 does not apply: the request has no aws:TagKeys, the trust policy demands ForAnyValue:StringEquals "team"',
      ],
      [
        'NotResource',
        { ...THE_CALL, NotResource: '*' },
        'IAM refuses this trust policy: statement 1 names a resource, which is the role itself',
      ],
      [
        'Principal and NotPrincipal in one statement',
        { ...THE_CALL, NotPrincipal: { AWS: '111111111111' } },
        'IAM refuses this trust policy: statement 1 has both Principal and NotPrincipal',
      ],
      [
        'Action and NotAction in one statement',
        { ...THE_CALL, NotAction: 'sts:TagSession' },
        'IAM refuses this trust policy: statement 1 has both Action and NotAction',
      ],
    ])('%s', (_case, statement, reason) => {
      expect(reasonFor(statement)).toBe(reason);
    });
  });

  test('refuses what is not a policy document', () => {
    expect(() => evaluateTrust('not json', { principalArn: DATADOG })).toThrow(InvalidPolicyDocument);
  });
});
