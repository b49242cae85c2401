import type { Attack } from '../attack';
import { ADOPTION } from './adoption';
import { GUARD_RAILS } from './guard-rails';
import { NAMES } from './names';
import { STRANGERS } from './strangers';
import { TEXTS_AND_SIZES } from './texts-and-sizes';

export const STACK_AUTHOR: readonly Attack[] = [
  ...STRANGERS,
  ...NAMES,
  ...ADOPTION,
  ...GUARD_RAILS,
  ...TEXTS_AND_SIZES,
];
