import { GetPolicyCommand, GetPolicyVersionCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { Call } from '../../aws/calls';
import { attempt } from '../../probe/call-failure';
import { allSettled } from '../../runtime/all-settled';
import type { Evidence } from '../evidence';

type Known = Pick<Evidence, 'observed' | 'simulation'>;
type Documents = Pick<Evidence, 'boundaryDocument' | 'attachedDocuments'>;

/**
 * Reads the documents of the role's permissions boundary and of the attached policies that the role's description is without,
 * where their word is needed: AWS's evaluator could not be asked, or lacks values of condition keys. Never throws.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
 */
export async function readPolicyDocuments(
  iam: IAMClient,
  call: Call,
  { observed, simulation }: Known,
): Promise<Documents> {
  const isTold = simulation.ok && simulation.value.every(({ missingKeys }) => missingKeys === undefined);
  const role = observed.ok ? observed.value.role : null;
  if (!observed.ok || role === null || isTold) return { boundaryDocument: null, attachedDocuments: {} };
  const read = observed.value.policies.map(({ arn }) => arn);
  const unread = role.attachedPolicyArns.filter((arn) => !read.includes(arn));
  const [boundaryDocument, attached] = await allSettled([
    role.permissionsBoundary === null
      ? Promise.resolve(null)
      : attempt(readDocument(iam, call, role.permissionsBoundary)),
    allSettled(unread.map((arn) => attempt(readDocument(iam, call, arn)))),
  ]);
  const attachedDocuments = Object.fromEntries(
    unread.flatMap((arn, index) => {
      const document = attached[index];
      return document?.ok ? [[arn, document.value]] : [];
    }),
  );
  return { boundaryDocument, attachedDocuments };
}

async function readDocument(iam: IAMClient, call: Call, arn: string): Promise<string> {
  const { Policy } = await call((options) => iam.send(new GetPolicyCommand({ PolicyArn: arn }), options));
  const version = { PolicyArn: arn, VersionId: Policy?.DefaultVersionId };
  const { PolicyVersion } = await call((options) => iam.send(new GetPolicyVersionCommand(version), options));
  return decodeURIComponent(PolicyVersion?.Document ?? '');
}
