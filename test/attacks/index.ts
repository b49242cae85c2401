import type { Attack } from './attack';
import { STACK_AUTHOR } from './stack-author';

/** Every attempt, by who makes it. */
export const ATTACKS: readonly Attack[] = [...STACK_AUTHOR];
