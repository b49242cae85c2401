import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { REGION } from '../../test/support/declared-integration';
import type { Tally } from '../counted-checks/tally';

const STACK = 'packaged';
const BUCKET = 'packaged-templates';
const CREDENTIALS = { accessKeyId: 'moto', secretAccessKey: 'moto' };

/**
 * Makes and deletes a stack of the one file to deploy with moto's CloudFormation, another one than that of the tests. Without the
 * integration: moto runs no function without Docker. What moto does not know, such as alarms, it passes over.
 */
export async function checkTemplateOnMoto(endpoint: string, template: string, tally: Tally): Promise<void> {
  const client = { endpoint, region: REGION, credentials: CREDENTIALS };
  const cloudFormation = new CloudFormationClient(client);
  const lambda = new LambdaClient(client);
  const iam = new IAMClient(client);
  const functions = async () => (await lambda.send(new ListFunctionsCommand())).Functions ?? [];
  const roles = async () =>
    ((await iam.send(new ListRolesCommand())).Roles ?? []).filter(({ RoleName = '' }) =>
      RoleName.startsWith(STACK),
    );

  await cloudFormation.send(
    new CreateStackCommand({
      StackName: STACK,
      TemplateURL: await upload(endpoint, template),
      Parameters: [{ ParameterKey: 'DeployIntegration', ParameterValue: 'false' }],
      Capabilities: ['CAPABILITY_IAM'],
    }),
  );
  const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: STACK }));
  const [stack] = Stacks;
  tally.check(
    'account.yaml: CREATE_COMPLETE',
    stack?.StackStatus === 'CREATE_COMPLETE',
    stack?.StackStatusReason,
  );
  const made = await functions();
  tally.check(
    'account.yaml: both functions are there, with code',
    made.length === 2 && made.every(({ CodeSize = 0 }) => CodeSize > 50_000),
    made.map(({ FunctionName, CodeSize }) => `${FunctionName} ${CodeSize}`).join(', '),
  );
  const token = stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'ServiceToken')?.OutputValue;
  tally.check(
    'account.yaml: the ServiceToken is the ARN of one of them',
    made.some(({ FunctionArn }) => FunctionArn === token),
    token,
  );
  tally.check('account.yaml: the roles are there', (await roles()).length === 3);

  await cloudFormation.send(new DeleteStackCommand({ StackName: STACK }));
  const left = [...(await functions()), ...(await roles())];
  tally.check('account.yaml: nothing is left of it', left.length === 0, String(left.length));
}

/** CloudFormation takes templates of this size by S3 alone. */
async function upload(endpoint: string, template: string): Promise<string> {
  const url = `${endpoint}/${BUCKET}`;
  const headers = {
    Authorization: `AWS4-HMAC-SHA256 Credential=moto/20260101/${REGION}/s3/aws4_request, SignedHeaders=host, Signature=0`,
  };
  for (const [at, body] of [
    [url, ''],
    [`${url}/account.yaml`, template],
  ] as const) {
    const { ok, status } = await fetch(at, { method: 'PUT', body, headers });
    if (!ok) throw new Error(`PUT ${at}: ${status}`);
  }
  return `https://${BUCKET}.s3.amazonaws.com/account.yaml`;
}
