import { cut, visible } from '../../runtime/text';
import { registrationOf } from '../datadog-side';
import type { Situation } from '../situation';
import { aboutRegistration, nameForDatadog } from './about-registration';
import { type Check, pass } from './check';

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
    const isOld = situation.now - (situation.target.recordedAt ?? 0) > SETTLED_MS;
    return {
      status: isOld ? 'warn' : 'unknown',
      ...(isOld ? {} : { tooEarly: true as const }),
      summary: 'Datadog has recorded errors of its own for the account.',
      evidence: errors
        .slice(0, MAX_ERRORS)
        .map((text) => cut(visible(text.replaceAll(/\s*\n\s*/g, '; ').trim()), MAX_CHARACTERS)),
      remedy: [
        'Compare with what the other checks say: they were asked just now. Where none of them finds anything, what Datadog has recorded is from before, or comes from what only Datadog’s own account is refused (docs/validator.md).',
      ],
    };
  }),
};

/** The account is registered before there is a role, so that Datadog may have come in vain at first, and it shows its errors for a while. */
const SETTLED_MS = 3_600_000;
const MAX_ERRORS = 5;
const MAX_CHARACTERS = 400;

function reportedIn(situation: Situation): readonly string[] | undefined {
  const { datadog } = situation;
  if (!datadog?.ok) return undefined;
  const account = registrationOf(datadog.accounts, nameForDatadog(situation));
  return account === undefined ? undefined : datadog.reported[account.id];
}
