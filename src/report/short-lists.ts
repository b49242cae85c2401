const REGION = '[a-z]{2}(?:-[a-z]+)+-\\d+';
/** Names that are shown of a longer list. */
const SHOWN = 3;
const LONG_LIST = new RegExp(`\\b${REGION}(?:, ${REGION}){${SHOWN + 1},}`, 'g');

/**
 * A text in which of every long list of regions only the first are left, so that what follows the list is seen. The
 * report has them all.
 */
export function withShortLists(text: string): string {
  return text.replaceAll(LONG_LIST, (list) => {
    const names = list.split(', ');
    return `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`;
  });
}
