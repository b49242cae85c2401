import fc from 'fast-check';
import type { PolicyDocument } from '../../src/policy/document';
import { policiesEquivalent } from '../../src/policy/equivalence';
import { InvalidPolicyDocument } from '../../src/policy/parse';
import table from '../cases/policy-equivalence.json';
import { grantedActions } from '../support/policy/evaluator';
import { KNOWN_ACTIONS, mutations, policyDocuments, rewrites } from '../support/policy/policy-documents';

describe('policiesEquivalent', () => {
  test.each(table.cases.filter(({ equivalent }) => equivalent))('disregards $name', ({ a, b }) => {
    expect(policiesEquivalent(a, b)).toBe(true);
    expect(policiesEquivalent(b, a)).toBe(true);
  });

  test.each(table.cases.filter(({ equivalent }) => !equivalent))('tells apart: $name', ({ a, b }) => {
    expect(policiesEquivalent(a, b)).toBe(false);
    expect(policiesEquivalent(b, a)).toBe(false);
  });

  test('every document is equivalent to itself and to every rewriting that IAM does not distinguish', () => {
    fc.assert(
      fc.property(policyDocuments(), fc.infiniteStream(fc.nat()), (document, choices) => {
        const rewritten = rewrites(document, choices);
        expect(policiesEquivalent(document, document)).toBe(true);
        expect(policiesEquivalent(document, rewritten)).toBe(true);
        expect(policiesEquivalent(rewritten, JSON.stringify(document))).toBe(true);
      }),
    );
  });

  test('any single change of meaning is noticed, from both sides', () => {
    fc.assert(
      fc.property(policyDocuments(), (document) => {
        for (const { change, mutant } of mutations(document)) {
          expect({ change, equivalent: policiesEquivalent(document, mutant) }).toEqual({
            change,
            equivalent: false,
          });
          expect(policiesEquivalent(mutant, document)).toBe(false);
        }
      }),
    );
  });

  test('documents that grant different actions are never equivalent', () => {
    fc.assert(
      fc.property(policyDocuments(), policyDocuments(), (a: PolicyDocument, b: PolicyDocument) => {
        const differ = KNOWN_ACTIONS.some(
          (action) => grantedActions(a).has(action) !== grantedActions(b).has(action),
        );
        if (differ) expect(policiesEquivalent(a, b)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    [
      'text that is not JSON',
      '{"Version"',
      'is not JSON, plain or URL-encoded: it starts with "{\\"Version\\""',
    ],
    ['text that only looks URL-encoded', '%7B%ZZ', 'is not JSON'],
    ['an empty text', '', 'is not JSON'],
    ['JSON that is no object', '[]', 'the policy document must be a JSON object, but it is []'],
    ['a JSON null', 'null', 'the policy document must be a JSON object, but it is null'],
    [
      'a statement that is no object',
      { Statement: ['x'] },
      'statement 1 must be a JSON object, but it is "x"',
    ],
    [
      'a statement without effect',
      { Statement: [{ Action: 's3:*' }] },
      'statement 1: Effect must be "Allow" or "Deny", but it is missing',
    ],
    [
      'an action that is no text',
      { Statement: { Effect: 'Allow', Action: ['s3:*', 7] } },
      'statement 1: Action must be a string or a list of strings, but it is 7',
    ],
    ['a Version that is no text', { Version: 2012 }, 'Version must be a string, but it is 2012'],
    [
      'principals that are no object',
      { Statement: { Effect: 'Allow', Principal: 'arn:aws:iam::111111111111:root' } },
      'statement 1: Principal must be a JSON object',
    ],
    [
      'a condition value that is an object',
      { Statement: { Effect: 'Allow', Condition: { Bool: { 'aws:SecureTransport': {} } } } },
      'statement 1: Condition: Bool: aws:SecureTransport must be a string, a number, a boolean or a list of these',
    ],
  ])('refuses %s and says what is wrong', (_name, document, message) => {
    const compare = () => policiesEquivalent(document, {});

    expect(compare).toThrow(InvalidPolicyDocument);
    expect(compare).toThrow(message);
  });
});
