import type { Attack } from './attack';
import { INVOKER } from './invoker';
import { LOG_AND_MAIL_READER } from './log-and-mail-reader';
import { OWN_STACK_AT_WORK } from './own-stack-at-work';
import { PARAMETER_WRITER } from './parameter-writer';
import { PROVIDER_THIEF } from './provider-thief';
import { REGISTRATIONS } from './registrations';
import { ROLE_TAGGER } from './role-tagger';
import { STACK_AUTHOR } from './stack-author';
import { VALIDATOR_THIEF } from './validator-thief';

/** Every attempt, by who makes it. */
export const ATTACKS: readonly Attack[] = [
  ...STACK_AUTHOR,
  ...PARAMETER_WRITER,
  ...ROLE_TAGGER,
  ...LOG_AND_MAIL_READER,
  ...INVOKER,
  ...OWN_STACK_AT_WORK,
  ...PROVIDER_THIEF,
  ...VALIDATOR_THIEF,
  ...REGISTRATIONS,
];
