import { IAMClient } from '@aws-sdk/client-iam';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { Sandbox } from '..';

export const ACCOUNT = '123456789012';
export const DATADOG = '464622532012';

export interface Clients {
  readonly iam: IAMClient;
  readonly sts: STSClient;
  readonly ssm: SSMClient;
}

/** SDK clients that never retry, so that a test sees every answer. */
export function clientsOf(sandbox: Sandbox, accessKeyId = ACCOUNT, region = 'us-east-1'): Clients {
  const credentials = { accessKeyId, secretAccessKey: 'any' };
  const configuration = { endpoint: sandbox.endpoint, region, credentials, maxAttempts: 1 };
  return {
    iam: new IAMClient(configuration),
    sts: new STSClient(configuration),
    ssm: new SSMClient(configuration),
  };
}

/** The error with which a call fails, as `code: message`. Fails itself when the call does not. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  throw new Error('the call was expected to fail, but it succeeded');
}

/** A policy document of one statement. */
export function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

export function allow(...actions: string[]): string {
  return policy({ Effect: 'Allow', Action: actions, Resource: '*' });
}

export function deny(...actions: string[]): string {
  return policy({ Effect: 'Deny', Action: actions, Resource: '*' });
}

/** A trust policy that lets these AWS principals in. */
export function trusting(principals: string | string[], conditions?: object): string {
  const statement = { Effect: 'Allow', Principal: { AWS: principals }, Action: 'sts:AssumeRole' };
  return policy(conditions === undefined ? statement : { ...statement, Condition: conditions });
}

export const TRUST_DATADOG = trusting(`arn:aws:iam::${DATADOG}:root`);
export const TRUST_LAMBDA = policy({
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: 'sts:AssumeRole',
});

export function roleArn(name: string, account = ACCOUNT): string {
  return `arn:aws:iam::${account}:role/${name}`;
}
