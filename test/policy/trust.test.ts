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

  test('refuses what is not a policy document', () => {
    expect(() => evaluateTrust('not json', { principalArn: DATADOG })).toThrow(InvalidPolicyDocument);
  });
});
