import { createHash } from 'node:crypto';

/*
 * Which ARNs a tag of the role stands for: short digests, as a tag has 256 characters. IAM allows 10 attachments by
 * default, 20 at the most.
 */
const SEPARATOR = ' ';
const DIGEST_CHARACTERS = 10;

/** The value of a tag that stands for these ARNs, in whatever order they come. */
export function marksOf(arns: readonly string[]): string {
  return [...new Set(arns.map(markOf))].sort().join(SEPARATOR);
}

/** Does the value of a tag stand for the ARN, among others? */
export function isMarked(value: string, arn: string): boolean {
  return value.split(SEPARATOR).includes(markOf(arn));
}

function markOf(arn: string): string {
  return createHash('sha256').update(arn).digest('hex').slice(0, DIGEST_CHARACTERS);
}
