import { asSentence, show } from '../runtime/text';
import { awsErrorFacts, isAccessDenied, isThrottling, isTransient } from './errors';

/** The AWS call that an error is about, as its client has noted on it. */
export class FailedCall {
  constructor(
    /** As in IAM's policies: `iam:GetRole`. */
    readonly action: string,
    /** The role, policy, parameter or stack that it was about; undefined where the call is about none. */
    readonly subject: string | undefined,
  ) {}
}

const FAILED_CALL = Symbol('failed call');

/** What of a request tells what it is about, in the order of preference. */
const SUBJECTS = [
  'RoleName',
  'PolicyArn',
  'Name',
  'Names',
  'StackName',
  'PhysicalResourceId',
  'RoleArn',
  'SecretId',
];

type Handler<Answer> = (args: { readonly input: object }) => Promise<Answer>;
interface CallContext {
  readonly clientName?: string;
  readonly commandName?: string;
}
type Middleware = <Answer>(next: Handler<Answer>, context: CallContext) => Handler<Answer>;

interface SdkClient {
  readonly middlewareStack: {
    add(middleware: Middleware, options: { readonly step: 'initialize'; readonly name: string }): void;
  };
}

/**
 * Has a client note on every error which call it is about: AWS's texts tell neither the operation nor what was asked for
 * ("Rate exceeded"). The error stays what it is, so that whoever knows it by its class or name still does.
 */
export function namingFailedCalls<Client extends SdkClient>(client: Client): Client {
  const middleware: Middleware =
    (next, { clientName = '', commandName = '' }) =>
    async (args) => {
      try {
        return await next(args);
      } catch (error) {
        const service = clientName.replace(/Client$/, '').toLowerCase();
        const action = `${service}:${commandName.replace(/Command$/, '')}`;
        const value = new FailedCall(action, subjectOf(args.input));
        if (error instanceof Error) Object.defineProperty(error, FAILED_CALL, { value, configurable: true });
        throw error;
      }
    };
  client.middlewareStack.add(middleware, { step: 'initialize', name: 'namingFailedCalls' });
  return client;
}

function subjectOf(input: object): string | undefined {
  const values: Readonly<Record<string, unknown>> = { ...input };
  const named = SUBJECTS.map((key) => values[key]).find((value) => value !== undefined);
  return named === undefined ? undefined : [named].flat().map(show).join(' and ');
}

/** The call that an error is about; undefined for one that no such client has thrown. */
export function failedCallOf(error: unknown): FailedCall | undefined {
  const noted = error instanceof Error && FAILED_CALL in error ? error[FAILED_CALL] : undefined;
  return noted instanceof FailedCall ? noted : undefined;
}

/** What came of a call, with AWS's name for it and its text: `AWS answered AccessDenied: ...`. */
export function answerIn(error: unknown): string {
  const { name, message } = awsErrorFacts(error);
  const said = `${name}: ${asSentence(message)}`;
  return isUnanswered(error) ? `AWS did not answer (${said})` : `AWS answered ${said}`;
}

/** The way out where the error alone tells it; undefined where it depends on what was asked for. */
export function adviceOn(error: unknown): string | undefined {
  if (isAccessDenied(error))
    return 'Allow the provider’s role this action (its template lists what it needs), and check the service control policies of the account.';
  if (isThrottling(error))
    return 'The limit is the whole account’s: find out in CloudTrail who makes so many calls, then repeat the operation.';
  if (isUnanswered(error))
    return 'See that the function reaches AWS’s endpoints from its network, then repeat the operation.';
  return isTransient(error) ? 'Repeat the operation when AWS’s service has recovered.' : undefined;
}

function isUnanswered(error: unknown): boolean {
  return isTransient(error) && awsErrorFacts(error).httpStatus === undefined;
}
