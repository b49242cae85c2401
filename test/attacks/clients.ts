import { IAMClient } from '@aws-sdk/client-iam';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { CustomerAccount } from '../support/customer-account';
import { REGION } from './neighbours';

type Keys = Readonly<Record<'accessKeyId' | 'secretAccessKey', string>> & { readonly sessionToken?: string };

/** What somebody with credentials asks AWS with. */
export interface Clients {
  /** The principal as a trust policy sees him. */
  readonly principalArn: string;
  readonly iam: IAMClient;
  readonly ssm: SSMClient;
  readonly sts: STSClient;
}

export function clientsFor(customer: CustomerAccount, credentials: Keys, principalArn: string): Clients {
  const client = { endpoint: customer.sandbox.endpoint, region: REGION, credentials, maxAttempts: 1 };
  return {
    principalArn,
    iam: new IAMClient(client),
    ssm: new SSMClient(client),
    sts: new STSClient(client),
  };
}

/** A session of a role, as somebody has it who took the credentials out of a function. */
export function clientsOfRole(
  customer: CustomerAccount,
  roleName: string,
  session: string,
  functionArn?: string,
): Clients {
  const { account } = customer;
  const principalArn = `arn:${account.partition}:sts::${account.id}:assumed-role/${roleName}/${session}`;
  return clientsFor(customer, account.credentialsOf(roleName, session, functionArn), principalArn);
}

/** The code with which AWS refuses a call, or `done`. */
export async function tried(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'done';
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}
