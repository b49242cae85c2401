import type { Parameters } from '../parameters';

const PHRASES = /^\s*(?:(?:"[^"]*"|\w+)(?:\s+|$))*$/;
const PHRASE = /"([^"]*)"|(\w+)/g;

/**
 * What a message must contain by a filter pattern: every word and every phrase in quotation marks. Other patterns are not read.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * @throws AwsError that names the pattern
 */
export function phrasesIn(parameters: Parameters): readonly string[] {
  const pattern = parameters.text('filterPattern') ?? '';
  if (!PHRASES.test(pattern))
    throw parameters.refused(
      `The filterPattern '${pattern}' is not served by the sandbox: only words, and phrases in quotation marks, are.`,
    );
  return [...pattern.matchAll(PHRASE)].map(([, phrase, word]) => phrase ?? word ?? '');
}
