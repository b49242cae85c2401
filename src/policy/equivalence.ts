import { canonicalText } from './canonical';
import type { RawPolicyDocument } from './document';
import { type ParsedDocument, parseDocument } from './parse';
import { parsePrincipalId } from './principal-id';

/** Stands for the partition of documents that name no account by its ARN: any will do, as long as it is one. */
const UNNAMED_PARTITION = 'any';

/**
 * Do two IAM policy documents mean the same? Each is JSON text, URL-encoded JSON text (as IAM returns it) or an object.
 *
 * The same: another order; scalars and lists; repeated entries and statements; letter case of actions, condition
 * keys and boolean values; an account's id and its root ARN; `"*"` and `{ "AWS": "*" }` as principals; numbers and
 * booleans and their text; empty condition blocks; no Version and 2008-10-17.
 *
 * Different: everything else, and in particular Sid, the names of operators (IAM takes them in one letter case
 * only), `s3:*` beside `s3:Get*` against `s3:*` alone, and two statements against one that joins them: a document
 * that was rewritten this way was changed by somebody, and the answer "different" is the safe one.
 *
 * Throws `InvalidPolicyDocument` for what is not a policy document.
 */
export function policiesEquivalent(a: RawPolicyDocument, b: RawPolicyDocument): boolean {
  const [left, right] = [parseDocument(a), parseDocument(b)];
  const partitions = new Set([UNNAMED_PARTITION, ...accountPartitions(left), ...accountPartitions(right)]);
  return [...partitions].some(
    (partition) => canonicalText(left, partition) === canonicalText(right, partition),
  );
}

/** The partitions of the account ARNs among a document's principals: a bare account id beside them means the same one. */
function accountPartitions(document: ParsedDocument): readonly string[] {
  return document.statements
    .flatMap((statement) => [...(statement.principals ?? []), ...(statement.notPrincipals ?? [])])
    .map(({ id }) => parsePrincipalId(id))
    .flatMap((principal) =>
      principal.kind === 'account' && principal.partition ? [principal.partition] : [],
    );
}
