import { GetPolicyCommand, GetPolicyVersionCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { Call } from '../../aws/calls';
import { type Attempt, attempt } from '../../probe/call-failure';
import type { Evidence } from '../evidence';

type Known = Pick<Evidence, 'observed' | 'simulation'>;

/**
 * Reads the document of the role's permissions boundary, where its word is needed: AWS's evaluator could not be asked, or
 * lacks values of condition keys. Never throws.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
 */
export async function readBoundaryDocument(
  iam: IAMClient,
  call: Call,
  { observed, simulation }: Known,
): Promise<Attempt<string> | null> {
  const arn = observed.ok ? (observed.value.role?.permissionsBoundary ?? null) : null;
  const isTold = simulation.ok && simulation.value.every(({ missingKeys }) => missingKeys === undefined);
  return arn === null || isTold ? null : attempt(readDocument(iam, call, arn));
}

async function readDocument(iam: IAMClient, call: Call, arn: string): Promise<string> {
  const { Policy } = await call((options) => iam.send(new GetPolicyCommand({ PolicyArn: arn }), options));
  const version = { PolicyArn: arn, VersionId: Policy?.DefaultVersionId };
  const { PolicyVersion } = await call((options) => iam.send(new GetPolicyVersionCommand(version), options));
  return decodeURIComponent(PolicyVersion?.Document ?? '');
}
