import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { sessionCredentials } from '../../../src/probe/region';
import { EXTERNAL_ID, ROLE } from '../../../test/support/customer-account';
import { REGION } from '../../../test/support/declared-integration';
import type { RoleStage } from '../role-stage';
import { claim, type Findings, fact, type Step } from '../step';

const DATADOG = '464622532012';
const STRANGER = '999999999999';

interface Attempt {
  readonly allowed: boolean;
  /** The identity that the session has, or the error with AWS's words. */
  readonly answer: string;
}

export const proof: Step<RoleStage> = {
  id: 'proof',
  title: 'Who can assume it: real sts:AssumeRole calls from outside the account',
  run: async (stage): Promise<Findings> => {
    const datadog = await assume(stage, DATADOG, EXTERNAL_ID);
    const without = await assume(stage, DATADOG);
    const wrong = await assume(stage, DATADOG, EXTERNAL_ID.toUpperCase());
    const stranger = await assume(stage, STRANGER, EXTERNAL_ID);
    return {
      facts: [
        fact('datadog', 'Datadog', datadog.answer),
        fact('withoutExternalId', 'no external id', without.answer),
        fact('wrongExternalId', 'a wrong one', wrong.answer),
        fact('stranger', 'a stranger', stranger.answer),
      ],
      claims: [
        claim(`Datadog’s account ${DATADOG} gets a session with the external id`, datadog.allowed),
        claim('Datadog is refused without the external id', isRefused(without)),
        claim('Datadog is refused with a wrong one: it differs in letter case only', isRefused(wrong)),
        claim(`the account ${STRANGER} is refused with the right external id`, isRefused(stranger)),
      ],
    };
  },
};

function isRefused({ allowed, answer }: Attempt): boolean {
  return !allowed && answer.startsWith('AccessDenied');
}

async function assume(
  { account, sandbox, stsOf }: RoleStage,
  accountId: string,
  externalId?: string,
): Promise<Attempt> {
  try {
    const { Credentials: issued } = await stsOf(accountId).send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${account.id}:role/${ROLE}`,
        RoleSessionName: 'proof',
        ...(externalId === undefined ? {} : { ExternalId: externalId }),
      }),
    );
    const session = new STSClient({
      endpoint: sandbox.endpoint,
      region: REGION,
      credentials: sessionCredentials(issued),
    });
    const { Arn: arn = '' } = await session.send(new GetCallerIdentityCommand({}));
    return { allowed: arn !== '', answer: `is now ${arn}` };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { allowed: false, answer: `${error.name}: ${error.message}` };
  }
}
