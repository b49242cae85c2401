import { isDeepStrictEqual } from 'node:util';
import { type DatadogStage, OTHER_ACCOUNT } from '../datadog-stage';
import { claim, type Findings, fact, type Step } from '../step';

export const foreignRegistration: Step<DatadogStage> = {
  id: 'datadog-foreign-registration',
  title: 'An account that somebody has registered by hand: refused, and untouched by the rollback',
  run: async ({ organization, deploy }): Promise<Findings> => {
    organization.accounts.add({ accountId: OTHER_ACCOUNT, roleName: 'DatadogByHand' });
    const before = organization.accounts.of(OTHER_ACCOUNT);
    const { status, reasons, datadogCalls } = await deploy(OTHER_ACCOUNT);
    const writes = datadogCalls.filter(({ write }) => write);
    const [reason = ''] = reasons;
    return {
      facts: [
        fact('status', 'Stack', status),
        fact('reason', 'Because', reason),
        fact('writes', 'Writes there', writes.length),
      ],
      claims: [
        claim('the stack is rolled back', status === 'ROLLBACK_COMPLETE'),
        claim(
          'the reason names its role, and how to take it over',
          reason.includes('DatadogByHand') && reason.includes('Adopt'),
        ),
        claim('Datadog was asked, and nothing was changed there', writes.length === 0),
        claim(
          'the registration is as it was',
          isDeepStrictEqual(organization.accounts.of(OTHER_ACCOUNT), before),
        ),
      ],
    };
  },
};
