import { classifyDenial } from '../../src/probe/denial';
import table from '../cases/denials.json';

interface Case {
  readonly source: string;
  readonly error: { readonly name?: string; readonly message: string };
  readonly cause: string;
  readonly policyArn?: string;
}

const cases: readonly Case[] = table.cases;
const named = cases.map((one) => ({ ...one, title: `${one.error.name ?? 'no code'}: ${one.error.message}` }));

describe('classifyDenial', () => {
  test.each(named)('$cause <- $title', ({ error, cause, policyArn }) => {
    expect(classifyDenial(error)).toEqual({ cause, ...(policyArn === undefined ? {} : { policyArn }) });
  });

  test.each(named.filter(({ source }) => source !== 'written for this table'))(
    'the error code is not needed: $cause <- $title',
    ({ error, cause }) => {
      expect(classifyDenial({ message: error.message }).cause).toBe(cause);
    },
  );

  test('the class of an error says nothing that its message does not', () => {
    expect(classifyDenial(new TypeError('x is not a function'))).toEqual({ cause: 'not_an_aws_deny' });
  });
});
