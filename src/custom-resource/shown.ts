const MAX_SHOWN_CHARACTERS = 100;

/**
 * `value` as a fault shows it: as JSON, or by its length alone when it would crowd out the other faults. It is not cut,
 * for half a secret would get past those who mask the whole.
 */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const json = JSON.stringify(value);
  return json.length <= MAX_SHOWN_CHARACTERS ? json : `a value of ${json.length} characters`;
}
