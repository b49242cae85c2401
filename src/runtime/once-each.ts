/**
 * Makes a thing for each combination of names once, and gives the same one from then on. What is made may be a promise: then its failure is
 * kept, too.
 */
export function onceEach<Names extends readonly string[], T>(
  make: (...names: Names) => T,
): (...names: Names) => T {
  const made = new Map<string, { readonly thing: T }>();
  return (...names) => {
    const key = JSON.stringify(names);
    const known = made.get(key) ?? { thing: make(...names) };
    made.set(key, known);
    return known.thing;
  };
}
