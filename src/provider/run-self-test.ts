import type { IntegrationSpec } from '../integration/spec';
import type { SelfTestResult } from '../probe/self-test';
import { UserError } from '../runtime/user-error';
import { isSelfTestPrincipal } from './self-test-principals';
import type { Session } from './session';

export type SelfTestOutcome = SelfTestResult | { readonly kind: 'off' };

/** The role exists as desired, but cannot be assumed as it should; `SelfTest: Require` makes that a failure. */
export class SelfTestFailed extends UserError {
  override readonly name = 'SelfTestFailed';

  constructor(roleArn: string, { cause, message }: { readonly cause: string; readonly message: string }) {
    super(
      `SelfTest is Require and the role ${roleArn} did not pass it (${cause}): ${message} Remove what stands in the way, or set SelfTest to Report.`,
    );
  }
}

/** A role that is as desired. */
export interface TriedRole {
  readonly arn: string;
  /** Whom its trust policy lets in to try it, and who is not let in, as IAM does not know them. */
  readonly selfTestPrincipals: readonly string[];
  readonly leftOut: readonly string[];
}

/** Tries the role, unless the spec says not to; what it finds is in the log, too. */
export async function runSelfTest(
  session: Session,
  spec: IntegrationSpec,
  role: TriedRole,
): Promise<SelfTestOutcome> {
  if (spec.selfTest === 'Off') return { kind: 'off' };
  const { settings, context } = session;
  const result = (await isLetIn(session, role))
    ? await settings.selfTest({ roleArn: role.arn, externalId: spec.externalId }, context)
    : NOT_LET_IN;
  if (result.kind === 'passed') {
    context.log.info('self-test passed', { role: role.arn });
    return result;
  }
  const { kind, cause, message } = result;
  context.log.warn(`self-test ${kind}`, { role: role.arn, cause, detail: message });
  return result;
}

/** Who has been left out of the trust policy is refused, and that proves nothing. */
const NOT_LET_IN = {
  kind: 'undecided',
  cause: 'self_test_principal_left_out',
  message:
    'IAM refuses the role of this function as a principal, so that the trust policy does not let it in to try the role; the environment variable SELF_TEST_PRINCIPALS has to name it with its path.',
} as const;

async function isLetIn(session: Session, { selfTestPrincipals, leftOut }: TriedRole): Promise<boolean> {
  return leftOut.length === 0 || (await isSelfTestPrincipal(session, selfTestPrincipals));
}

/** The attribute `SelfTestResult`. */
export function selfTestAttribute(outcome: SelfTestOutcome, leftOut: readonly string[]): string {
  const result = 'cause' in outcome ? `${outcome.kind}: ${outcome.cause}` : outcome.kind;
  return leftOut.length === 0 ? result : `${result}, without ${leftOut.join(' and ')}`;
}

/** What a reply says beside the attribute; undefined when everything is as it should be. */
export function selfTestReason(outcome: SelfTestOutcome, leftOut: readonly string[]): string | undefined {
  const sentences = [
    ...('message' in outcome ? [outcome.message] : []),
    ...(leftOut.length === 0
      ? []
      : [
          `${leftOut.join(' and ')} cannot try the role: IAM knows no such principal, and it has been left out of the trust policy. Make it again, or correct SELF_TEST_PRINCIPALS, and update the stack.`,
        ]),
  ];
  return sentences.length === 0 ? undefined : `SelfTest: ${sentences.join(' ')}`;
}
