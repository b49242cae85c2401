/** The entries of a list that stands in one text, such as an environment variable; none in an empty one. */
export function listedIn(text = '', separator = ','): readonly string[] {
  return text.split(separator).filter((entry) => entry !== '');
}
