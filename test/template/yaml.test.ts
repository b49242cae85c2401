import { TEMPLATE_TEXT } from '../support/installed-provider';

describe('template.yaml', () => {
  /*
   * CloudFormation reads YAML 1.1 (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html), in which
   * a plain scalar inside of brackets has no question mark: https://yaml.org/spec/1.1/#plain%20style/syntax. Readers of 1.2 take it.
   */
  it('quotes what has a question mark in brackets', () => {
    const lines = TEMPLATE_TEXT.split('\n').filter((line) => !/^\s*#/.test(line));
    const plain = lines.map((line) => line.replaceAll(/'[^']*'/g, ''));
    expect(plain.filter((line) => /[[,]\s*[^\s[\],]*\?/.test(line))).toEqual([]);
  });
});
