import { adviceOn, answerIn, failedCallOf } from '../aws/failed-call';
import { UserError } from '../runtime/user-error';

/** AWS refused a call for good, or could not be reached; what the operation had done until then, its rollback takes back. */
export class AwsCallFailed extends UserError {
  override readonly name = 'AwsCallFailed';
}

/**
 * Waits for an operation, and has what it throws say which call of AWS's failed, on what, and what to do. Errors that are meant
 * for people already, and those of no call, stay as they are.
 *
 * @throws AwsCallFailed, and what the operation throws otherwise
 */
export async function namingTheCall<T>(operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    const call = error instanceof UserError ? undefined : failedCallOf(error);
    if (call === undefined) throw error;
    const on = call.subject === undefined ? '' : ` of ${call.subject}`;
    const advice = adviceOn(error) ?? 'Mend that, then repeat the operation.';
    throw new AwsCallFailed(`${call.action}${on}: ${answerIn(error)} ${advice}`, { cause: error });
  }
}
