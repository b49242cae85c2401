import type { Attack } from './attack';
import { LOG_AND_MAIL_READER } from './log-and-mail-reader';
import { PARAMETER_WRITER } from './parameter-writer';
import { ROLE_TAGGER } from './role-tagger';
import { STACK_AUTHOR } from './stack-author';

/** Every attempt, by who makes it. */
export const ATTACKS: readonly Attack[] = [
  ...STACK_AUTHOR,
  ...PARAMETER_WRITER,
  ...ROLE_TAGGER,
  ...LOG_AND_MAIL_READER,
];
