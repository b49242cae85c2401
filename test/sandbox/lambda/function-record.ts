/** A function as its account has it. https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
export interface FunctionRecord {
  readonly name: string;
  readonly arn: string;
  configuration: FunctionConfiguration;
  /** A zip file. */
  code: Buffer;
  /** Milliseconds since the epoch. */
  modifiedAt: number;
  /** Another one with every change of code or configuration. */
  revision: number;
  readonly tags: Map<string, string>;
  eventInvokeConfig: EventInvokeConfig | undefined;
  reservedConcurrency: number | undefined;
}

export interface FunctionConfiguration {
  readonly runtime: string;
  /** Such as `index.handler`: a file and what it exports. */
  readonly handler: string;
  readonly roleArn: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly architecture: string;
  readonly logGroup: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly deadLetterArn: string | undefined;
}

export interface EventInvokeConfig {
  readonly maximumEventAgeSeconds: number;
  readonly maximumRetryAttempts: number;
}
