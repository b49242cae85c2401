import type { IntegrationSpec } from '../integration/spec';
import { UserError } from '../runtime/user-error';
import type { Session } from './session';

export type SelfTestOutcome =
  | { readonly kind: 'off' }
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly cause: string; readonly message: string };

/** The role exists as desired, but cannot be assumed as it should; `SelfTest: Require` makes that a failure. */
export class SelfTestFailed extends UserError {
  override readonly name = 'SelfTestFailed';

  constructor(roleArn: string, { cause, message }: { readonly cause: string; readonly message: string }) {
    super(
      `SelfTest is Require and the role ${roleArn} did not pass it (${cause}): ${message} Remove what stands in the way, or set SelfTest to Report.`,
    );
  }
}

/** Tries the role, unless the spec says not to; what it finds is in the log, too. */
export async function runSelfTest(
  session: Session,
  spec: IntegrationSpec,
  roleArn: string,
): Promise<SelfTestOutcome> {
  if (spec.selfTest === 'Off') return { kind: 'off' };
  const { settings, context } = session;
  const result = await settings.selfTest({ roleArn, externalId: spec.externalId }, context);
  if (result.passed) {
    context.log.info('self-test passed', { role: roleArn });
    return { kind: 'passed' };
  }
  const { cause, message } = result;
  context.log.warn('self-test failed', { role: roleArn, cause, detail: message });
  return { kind: 'failed', cause, message };
}

/** The attribute `SelfTestResult`. */
export function selfTestAttribute(outcome: SelfTestOutcome): string {
  return outcome.kind === 'failed' ? `failed: ${outcome.cause}` : outcome.kind;
}
