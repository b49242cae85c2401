import { cut, visible } from '../../runtime/text';
import { registrationOf } from '../datadog-side';
import type { Situation } from '../situation';
import { aboutRegistration, nameForDatadog } from './about-registration';
import { type Check, pass } from './check';

/**
 * The account is registered before there is a role, so that Datadog may have come in vain at first, and it shows its errors for a while:
 * https://docs.datadoghq.com/integrations/guide/error-datadog-not-authorized-sts-assume-role/ says for a few hours.
 */
const SETTLED_MS = 3_600_000;
/** Of `Error was last seen 14m ago`: what has not been seen for an hour is over, for Datadog comes every few minutes. */
const CURRENT_MINUTES = 60;
const LAST_SEEN = /last seen (\d+)\s*([smhd])/i;
const MINUTES: Readonly<Record<string, number>> = { s: 1 / 60, m: 1, h: 60, d: 1_440 };

const MAX_ERRORS = 5;
const MAX_CHARACTERS = 400;

/**
 * What has Datadog itself recorded of its visits? The only evidence of what Datadog sees: used where it is there, and never needed. It may be
 * older than what was mended since.
 */
export const datadogReports: Check = {
  id: 'datadog-reports',
  essential: false,
  isAsked: (situation) => reportedIn(situation) !== undefined,
  evaluate: aboutRegistration((_account, situation) => {
    const errors = reportedIn(situation) ?? [];
    if (errors.length === 0) return pass('Datadog has recorded no error of its own for the account.');
    const current = errors.filter(isCurrent);
    if (current.length === 0)
      return pass(
        'Datadog has recorded errors of its own for the account, and has not seen them of late.',
        shown(errors),
      );
    const isSettled = situation.now - (situation.target.recordedAt ?? 0) > SETTLED_MS;
    return {
      status: isSettled ? 'warn' : 'unknown',
      ...(isSettled ? {} : { tooEarly: true as const }),
      summary: 'Datadog has recorded errors of its own for the account.',
      evidence: shown(current),
      remedy: [
        'Compare with what the other checks say: they were asked just now. Where none of them finds anything, what Datadog has recorded is from before, or comes from what only Datadog’s own account is refused (docs/validator.md).',
      ],
    };
  }),
};

/** One that does not say when it was seen last may be of now. */
function isCurrent(error: string): boolean {
  const [, amount, unit = ''] = LAST_SEEN.exec(error) ?? [];
  return amount === undefined || Number(amount) * (MINUTES[unit.toLowerCase()] ?? 0) < CURRENT_MINUTES;
}

function shown(errors: readonly string[]): readonly string[] {
  return errors
    .slice(0, MAX_ERRORS)
    .map((text) => cut(visible(text.replaceAll(/\s*\n\s*/g, '; ').trim()), MAX_CHARACTERS));
}

function reportedIn(situation: Situation): readonly string[] | undefined {
  const { datadog } = situation;
  if (!datadog?.ok) return undefined;
  const account = registrationOf(datadog.accounts, nameForDatadog(situation));
  return account === undefined ? undefined : datadog.reported[account.id];
}
