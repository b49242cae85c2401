import { roleNameWithPath } from '../../aws/arn';
import type { RegisteredAccount } from '../../datadog-api/account';
import type { Verdict } from '../../report/report';
import type { DatadogSide } from '../datadog-side';
import { registrationOf } from '../datadog-side';
import type { Situation } from '../situation';
import type { Check } from './check';

/** What Datadog has said, where it could be asked. */
export type DatadogAnswer = Extract<DatadogSide, { readonly ok: true }>;

/** A question to Datadog is asked only where there are keys for it. */
export function isDatadogAsked({ datadog }: Situation): boolean {
  return datadog !== undefined;
}

/** The role's name as it has to be entered in Datadog, path included. */
export function nameForDatadog({ present, desired }: Situation): string {
  return roleNameWithPath(present?.role.arn ?? desired.arn);
}

/** Leaves a check as unknown where Datadog did not answer. */
export function aboutDatadog(
  evaluate: (answer: DatadogAnswer, situation: Situation) => Verdict,
): Check['evaluate'] {
  return (situation) => {
    const { datadog } = situation;
    if (datadog?.ok) return evaluate(datadog, situation);
    return {
      status: 'unknown',
      summary: 'Datadog could not be asked.',
      evidence: datadog === undefined ? [] : [datadog.problem],
      remedy: [
        'See that the secret holds an API key of the integration’s Datadog site and an application key with the permission aws_configuration_read, and that the validator reaches Datadog’s API.',
      ],
    };
  };
}

/** The same, and where the account is not registered in Datadog. */
export function aboutRegistration(
  evaluate: (account: RegisteredAccount, situation: Situation, answer: DatadogAnswer) => Verdict,
): Check['evaluate'] {
  return aboutDatadog((answer, situation) => {
    const account = registrationOf(answer.accounts, nameForDatadog(situation));
    if (account !== undefined) return evaluate(account, situation, answer);
    return {
      status: 'unknown',
      summary: 'Datadog has no registration with this role.',
      evidence: [],
      remedy: ['Carry out the remedy of datadog-registered.'],
    };
  });
}
