/**
 * The size of a policy document in characters as IAM holds it against its quotas: white space does not count.
 * Takes the document's text as it is sent, or the document, which is then measured as compact JSON.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
export function documentSize(document: string | object): number {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  return text.replace(/\s/g, '').length;
}
