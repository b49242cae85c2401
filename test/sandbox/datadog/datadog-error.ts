/** An error as an object, as the AWS endpoints answer it: recorded so, though the specification says texts. */
export interface ErrorItem {
  readonly status?: string;
  readonly title: string;
  readonly detail: string;
  readonly meta?: Readonly<Record<string, string>>;
}

/** An error as Datadog answers it. */
export class DatadogError extends Error {
  constructor(
    readonly status: number,
    readonly items: readonly (string | ErrorItem)[],
  ) {
    super(items.map((item) => (typeof item === 'string' ? item : item.detail)).join('; '));
    this.name = 'DatadogError';
  }
}

/** For keys that are not valid here, and for permissions that they lack. No such answer of an AWS endpoint is recorded. */
export function forbidden(): DatadogError {
  return new DatadogError(403, ['Forbidden']);
}

export function notFound(): DatadogError {
  return new DatadogError(404, ['Not found']);
}

export function badRequest(detail: string, meta?: ErrorItem['meta']): DatadogError {
  return new DatadogError(400, [
    { status: '400', title: 'Bad Request', detail, ...(meta === undefined ? {} : { meta }) },
  ]);
}

export function accountNotFound(): DatadogError {
  return new DatadogError(404, [
    { status: '404', title: 'Account not found', detail: 'AWS account with provided id is not integrated' },
  ]);
}

export function accountExists(): DatadogError {
  return new DatadogError(409, [
    {
      status: '409',
      title: 'Account already exists',
      detail: 'AWS account with provided id already exists',
    },
  ]);
}

export function notAUuid(): DatadogError {
  const detail = 'invalid parameter "aws_account_config_id" in "path"; expected type "uuid"';
  return new DatadogError(400, [{ status: '400', title: 'Invalid Parameter', detail }]);
}

/** Recorded without a status. */
export function cannotSwitchAuthentication(): DatadogError {
  return new DatadogError(400, [
    { title: 'Generic Error', detail: 'cannot switch between role and key based auth' },
  ]);
}

export function invalidPartition(partition: string): DatadogError {
  return badRequest('invalid value', { aws_partition: `invalid partition: ${partition}` });
}

/** https://github.com/DataDog/terraform-provider-datadog/issues/3133 */
export function invalidExternalId(): DatadogError {
  return badRequest('invalid External ID');
}
