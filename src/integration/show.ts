/** Values longer than this are shortened in messages, so that one value cannot crowd out the other faults. */
const SHOWN_CHARACTERS = 100;

/** What does not show: blanks other than a space, control and format characters, such as a zero-width space. */
const INVISIBLE = /(?! )[\p{C}\p{Z}]/gu;

/** A value as error messages show it: as JSON, with a code in place of each character that does not show. */
export function show(value: unknown): string {
  const text = (JSON.stringify(value) ?? String(value)).replace(INVISIBLE, codeOf);
  return text.length <= SHOWN_CHARACTERS
    ? text
    : `${text.slice(0, SHOWN_CHARACTERS)}… (${text.length} characters)`;
}

/** As JSON may write any character, in UTF-16. */
function codeOf(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
