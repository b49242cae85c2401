type Tags = Readonly<Record<string, string>>;

/** The desired tags that are missing or have another value. */
export function changedTags(desired: Tags, actual: Tags): Tags {
  return Object.fromEntries(Object.entries(desired).filter(([key, value]) => actual[key] !== value));
}

/** Is the tag key among these? IAM does not tell them apart by letter case. */
export function includesKey(keys: readonly string[], key: string): boolean {
  return keys.some((other) => other.toLowerCase() === key.toLowerCase());
}
