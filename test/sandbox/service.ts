import type { Answer } from './answer';
import type { ConditionKeys } from './authorize/context';
import type { Caller } from './identities';
import type { Parameters } from './parameters';
import type { Account } from './state';
import type { World } from './world';

/** One call of one operation, after the caller was recognised. */
export interface Call {
  readonly world: World;
  /** The caller's account, in which the operation works. */
  readonly account: Account;
  readonly caller: Caller;
  readonly accessKeyId: string;
  /** The region whose endpoint was asked: the credential scope of the signature. */
  readonly region: string;
  readonly userAgent?: string | undefined;
  readonly parameters: Parameters;
  /** What was sent, where the protocol does not make parameters of it: an object of S3, the event of a function. */
  readonly body: Buffer;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

export type { ConditionKeys } from './authorize/context';

/** What a caller must be allowed to do for an operation, as in the Service Authorization Reference. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  /** How the service names the resource in a denial, when that is not its ARN. Empty: not named at all. */
  readonly resourceLabel?: string;
  readonly conditionKeys?: ConditionKeys;
}

export type { Answer, ResultFields, ResultValue } from './answer';

export interface Operation {
  /** Whether it changes anything. */
  readonly write: boolean;
  /** Parameters that must be there. */
  readonly required?: readonly string[];
  /** None: the operation needs no permission, or decides for itself (sts:AssumeRole). */
  readonly permissions: (call: Call) => readonly Permission[];
  /** Of one that takes time, such as an operation of a stack, the answer comes when that is over. */
  readonly run: (call: Call) => Answer | Promise<Answer>;
}

export type OperationTable = Readonly<Record<string, Operation>>;

export type Protocol = 'query' | 'json' | 'rest-json' | 'rest-xml';

/** One AWS service: adding one to the sandbox means adding one of these to the list in services.ts. */
export interface Service {
  /** The service's name in IAM actions and in the journal. */
  readonly name: string;
  /** Its name in the credential scope of a signature, where that is another. */
  readonly signingName?: string;
  readonly protocol: Protocol;
  /** Query protocol: the API version and the XML namespace of answers. */
  readonly version: string;
  readonly namespace: string;
  /** JSON protocol: what stands before the operation in X-Amz-Target. */
  readonly target?: string;
  /** REST protocols: operations by `METHOD /path`, as routes.ts reads them. The first that fits counts. */
  readonly routes?: Readonly<Record<string, string>>;
  /** REST protocols: parameters that come as headers, by the headers' names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Global services answer in their partition's main region, whatever region was signed for. */
  readonly global: boolean;
  readonly validationCode: string;
  /** The code and status of a refused call. */
  readonly denial: { readonly code: string; readonly status: number };
  /** The code for credentials that are not valid in the region. */
  readonly invalidTokenCode: string;
  /** Refuses parameters that break the rules of their names, before anything else is looked at. */
  readonly checkParameters?: (parameters: Parameters, operation: string) => void;
  readonly operations: OperationTable;
}
