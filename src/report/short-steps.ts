import { cut } from '../runtime/text';

/**
 * A step of a remedy within `maxCharacters`. A command that is too long loses its JSON as a whole: half of it would
 * leave a shell waiting for the closing quote, and half of an external id to be read.
 */
export function cutStep(step: string, maxCharacters: number, rest = ''): string {
  if (step.length <= maxCharacters) return step;
  const quote = step.startsWith('aws ') ? step.indexOf("'") : -1;
  return cut(step, quote === -1 ? maxCharacters : Math.min(quote, maxCharacters), rest);
}
