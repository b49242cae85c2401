import type { AwsError } from './aws-error';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page starts; undefined on the last one. */
  readonly next: string | undefined;
}

/** One page of a list. A token is the position of the next item, made opaque. */
export function pageOf<Item>(
  items: readonly Item[],
  size: number,
  token: string | undefined,
  invalidToken: () => AwsError,
): Page<Item> {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0) throw invalidToken();
  const end = start + size;
  return {
    items: items.slice(start, end),
    next: end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined,
  };
}
