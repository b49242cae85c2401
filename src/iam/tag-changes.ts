type Tags = Readonly<Record<string, string>>;

/** The desired tags that are missing or have another value. */
export function changedTags(desired: Tags, actual: Tags): Tags {
  return Object.fromEntries(Object.entries(desired).filter(([key, value]) => actual[key] !== value));
}
