import { PolicyLibrary } from '../authorize/policy-library';

const CONTEXT = new Map([
  ['aws:principalaccount', ['123456789012']],
  ['aws:principaltag/team', ['a*c']],
  ['aws:tagkeys', ['one', 'two']],
  ['k', ['123456789012']],
  ['star', ['*']],
  ['team', ['a*c']],
  ['other', ['abc']],
]);

function covers(statement: object, resource = 'r', Version = '2012-10-17'): boolean {
  const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*', ...statement }];
  const [compiled] = new PolicyLibrary().compile({ Version, Statement }).statements;
  return compiled?.covers('s3:Any', resource, CONTEXT) ?? false;
}

const condition = (operator: string, key: string, value: string) => ({
  Condition: { [operator]: { [key]: value } },
});

describe('a variable of a policy', () => {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: that is how policies write variables
  test.each([
    ['is the request’s value', condition('StringEquals', 'k', '${aws:PrincipalAccount}'), true],
    ['is found whatever its letter case', condition('StringEquals', 'k', '${AWS:principalaccount}'), true],
    ['stands within a text', condition('StringLike', 'k', '123*${aws:PrincipalAccount}'), false],
    ['is no pattern', condition('StringLike', 'other', '${aws:PrincipalTag/team}'), false],
    ['equals itself in a pattern', condition('StringLike', 'team', '${aws:PrincipalTag/team}'), true],
    ['equals nothing without a value', condition('StringEquals', 'k', '${aws:PrincipalTag/none}'), false],
    ['differs from all without a value', condition('StringNotEquals', 'k', '${aws:PrincipalTag/none}'), true],
    ['equals nothing with several values', condition('StringEquals', 'k', '${aws:TagKeys}'), false],
    ['may have a default', condition('StringEquals', 'k', "${aws:PrincipalTag/none, '123456789012'}"), true],
    ['may be a plain asterisk', condition('StringLike', 'star', '${*}'), true],
    ['which is no pattern', condition('StringLike', 'k', '${*}'), false],
  ])('%s', (_title, statement, expected) => {
    expect(covers(statement)).toBe(expected);
  });

  test('is filled into resources', () => {
    expect(covers({ Resource: 'home/${aws:PrincipalAccount}/*' }, 'home/123456789012/x')).toBe(true);
    expect(covers({ Resource: 'home/${aws:PrincipalAccount}/*' }, 'home/1/x')).toBe(false);
    expect(covers({ NotResource: 'home/${aws:PrincipalTag/none}/*' }, 'home//x')).toBe(true);
  });

  test('is plain text in a document of the old version', () => {
    const statement = condition('StringEquals', 'k', '${aws:PrincipalAccount}');
    expect(covers(statement, 'r', '2008-10-17')).toBe(false);
  });
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: that is how policies write variables
});
