import type { ResultFields } from '../service';
import type { Tags } from '../state';

/** Documents travel percent-encoded as RFC 3986 says, which is stricter than encodeURIComponent. */
export function encodeDocument(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Tags as answers show them; nothing where there are none. */
export function tagList(tags: Tags): ResultFields[] | undefined {
  return tags.size === 0 ? undefined : [...tags].map(([Key, Value]) => ({ Key, Value }));
}

export function date(milliseconds: number): Date {
  return new Date(milliseconds);
}
