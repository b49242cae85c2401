const REGION = '[a-z]{2,}(?:-[a-z]+)+-\\d+';
/** A list of fewer is as short as what would be said instead. */
const LONG = 5;
const LONG_LIST = new RegExp(`\\b${REGION}(?:, ${REGION}){${LONG - 1},}(?![\\w-])`, 'g');
/** Regions that are named as the exceptions of a list. */
const MOST_EXCEPTIONS = 6;
/** Names that are shown of a list that has no shorter name. */
const SHOWN = 3;

/**
 * A list of regions, by what it leaves out where that is shorter: `all 34 regions`, `all but eu-west-1`.
 *
 * @param all what "all" means: the regions of the report
 */
export function nameRegions(names: readonly string[], all: readonly string[]): string {
  if (names.length < LONG) return names.join(', ');
  const others = all.filter((name) => !names.includes(name));
  if (names.length + others.length === all.length) {
    if (others.length === 0) return `all ${all.length} regions`;
    if (others.length <= MOST_EXCEPTIONS && others.length < names.length)
      return `all but ${others.join(', ')}`;
  }
  return names.length <= SHOWN * 2
    ? names.join(', ')
    : `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`;
}

/** A sentence whose long lists of regions are told by their first name: they stand elsewhere, once. */
export function withoutRegionLists(text: string, all: readonly string[]): string {
  return text.replaceAll(LONG_LIST, (list) => {
    const names = list.split(', ');
    const isAll = names.length === all.length && names.every((name) => all.includes(name));
    return isAll ? `all ${all.length} regions` : `${names[0]} and ${names.length - 1} more regions`;
  });
}
