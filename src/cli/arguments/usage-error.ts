import { UserError } from '../../runtime/user-error';

/** The command line is not one that is taken; the message says what is wrong and what to write instead. */
export class UsageError extends UserError {
  override readonly name = 'UsageError';
}
