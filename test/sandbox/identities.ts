import type { Account, Role } from './state';

/** Who is asking: what the access key of a request stands for. */
export type Caller = Administrator | Session;

interface CallerFacts {
  readonly accountId: string;
  readonly partition: string;
  /** The ARN that denials and GetCallerIdentity show. */
  readonly arn: string;
  readonly userId: string;
}

/** A user of an account to whom no policy sets a limit. */
export interface Administrator extends CallerFacts {
  readonly kind: 'administrator';
}

/** A session of a role, as AssumeRole or the Lambda service hands it out. */
export interface Session extends CallerFacts {
  readonly kind: 'session';
  readonly roleName: string;
  readonly roleId: string;
  readonly roleArn: string;
  readonly sessionName: string;
  /** Documents of session policies. Empty: the session is as strong as the role. */
  readonly policies: readonly string[];
  readonly tags: ReadonlyMap<string, string>;
  /** The Lambda function to which the credentials were given. */
  readonly sourceFunctionArn: string | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAt: number;
}

export interface SessionRequest {
  readonly sessionName: string;
  readonly policies: readonly string[];
  readonly tags: ReadonlyMap<string, string>;
  readonly sourceFunctionArn?: string | undefined;
  readonly durationSeconds: number;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

export const DEFAULT_ACCOUNT_ID = '123456789012';
export const ADMINISTRATOR_NAME = 'administrator';

const ACCOUNT_ID = /^\d{12}$/;

/** The account that an access key belongs to when it is no session's key. */
export function accountOfKey(accessKeyId: string): string {
  return ACCOUNT_ID.test(accessKeyId) ? accessKeyId : DEFAULT_ACCOUNT_ID;
}

export function administratorOf(account: Account): Administrator {
  return {
    kind: 'administrator',
    accountId: account.id,
    partition: account.partition,
    arn: `arn:${account.partition}:iam::${account.id}:user/${ADMINISTRATOR_NAME}`,
    userId: `AIDA${account.id}ADMIN`,
  };
}

export function sessionOf(account: Account, role: Role, request: SessionRequest): Session {
  return {
    kind: 'session',
    accountId: account.id,
    partition: account.partition,
    arn: `arn:${account.partition}:sts::${account.id}:assumed-role/${role.name}/${request.sessionName}`,
    userId: `${role.id}:${request.sessionName}`,
    roleName: role.name,
    roleId: role.id,
    roleArn: role.arn,
    sessionName: request.sessionName,
    policies: request.policies,
    tags: new Map([...role.tags, ...request.tags]),
    sourceFunctionArn: request.sourceFunctionArn,
    issuedAt: request.now,
    expiresAt: request.now + request.durationSeconds * 1000,
  };
}

/** What `aws:PrincipalArn` holds: for a session the ARN of its role. */
export function principalArn(caller: Caller): string {
  return caller.kind === 'session' ? caller.roleArn : caller.arn;
}
