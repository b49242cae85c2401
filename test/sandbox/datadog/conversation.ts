import type { Conversation, Ending } from '../conversation';
import type { FaultEffect } from '../faults';
import type { HttpRequest } from '../http';
import type { ParameterValue } from '../parameters';
import { routeOf } from '../routes';
import type { World } from '../world';
import { DatadogError, forbidden, notFound } from './datadog-error';
import { errorEnding } from './error-ending';
import { faultEnding } from './fault-endings';
import type {
  DatadogAnswer,
  DatadogCall,
  DatadogOperation,
  DatadogOperations,
  OrganizationCall,
} from './operation';
import { ACCOUNT_OPERATIONS } from './operations/accounts';
import { INTAKE_OPERATIONS } from './operations/intake';
import { INTEGRATION_OPERATIONS } from './operations/integration';
import { V1_ACCOUNT_OPERATIONS } from './operations/v1-accounts';
import { DATADOG_ROUTES } from './routes';
import { isSite } from './sites';
import type { DatadogState } from './state';

const PREFIX = /^\/datadog\/([^/]+)(\/.*)$/;

const OPERATIONS: DatadogOperations = {
  ...ACCOUNT_OPERATIONS,
  ...INTEGRATION_OPERATIONS,
  ...INTAKE_OPERATIONS,
  ...V1_ACCOUNT_OPERATIONS,
};

/**
 * Whether a request is for Datadog: its path is as `/datadog/datadoghq.com/api/v1/validate`, and it is not signed for AWS, where S3 may
 * have a bucket of that name.
 */
export function isDatadogs({ headers, path }: HttpRequest): boolean {
  return PREFIX.test(path) && !headers.authorization?.startsWith('AWS4-');
}

/** A call of Datadog's API. Its site stands where AWS has a region; its keys are written nowhere. */
export function datadogConversation(world: World, datadog: DatadogState, request: HttpRequest): Conversation {
  const [, site = '', path = ''] = PREFIX.exec(request.path) ?? [];
  const route = isSite(site)
    ? routeOf(DATADOG_ROUTES, { method: request.method, path, query: request.query })
    : undefined;
  const operation = route && OPERATIONS[route.operation];
  const body = request.body.toString();
  const facts = {
    service: 'datadog',
    operation: route?.operation ?? `${request.method} ${path}`,
    region: site,
    account: '',
    principalArn: '',
    parameters: { ...Object.fromEntries(request.query), ...route?.parameters, ...bodyParameter(body) },
    write: operation?.write ?? false,
  };
  return {
    facts,
    work: async () => {
      const call = {
        datadog,
        site,
        path: route?.parameters ?? {},
        query: request.query,
        body,
        now: world.now(),
      };
      return attempt(() => doWork(call, operation, request));
    },
    struckBy: (effect: FaultEffect) => faultEnding(effect),
  };
}

function bodyParameter(body: string): { readonly body?: ParameterValue } {
  if (body === '') return {};
  try {
    return { body: JSON.parse(body) };
  } catch {
    return { body };
  }
}

/** @throws DatadogError whatever Datadog would answer */
function doWork(
  call: DatadogCall,
  operation: DatadogOperation | undefined,
  request: HttpRequest,
): DatadogAnswer {
  if (operation === undefined) throw notFound();
  return operation.keys === 'none'
    ? operation.run(call)
    : operation.run(authorized(call, operation, request));
}

/** @throws DatadogError 403 */
function authorized(
  call: DatadogCall,
  { keys }: Exclude<DatadogOperation, { readonly keys: 'none' }>,
  { headers }: HttpRequest,
): OrganizationCall {
  const apiKey = headers['dd-api-key'];
  // Recorded of validate: https://github.com/DataDog/datadog-api-client-typescript/tree/master/cassettes/v1
  if (apiKey === undefined && keys === 'API key') throw new DatadogError(403, ['API key required']);
  const { organizations } = call.datadog;
  const organization = organizations.ofApiKey(call.site, String(apiKey ?? ''));
  if (keys !== 'API key') {
    const applicationKey = String(headers['dd-application-key'] ?? '');
    organizations.checkApplicationKey(organization, applicationKey);
    if (!organization.mayDo(applicationKey, keys)) throw forbidden();
  }
  return { ...call, organization };
}

function attempt(task: () => DatadogAnswer): Ending {
  try {
    const { status, contentType, body } = task();
    return {
      result: 'ok',
      answer: {
        status,
        headers: contentType === undefined ? {} : { 'content-type': contentType },
        body: body === undefined ? '' : JSON.stringify(body),
      },
    };
  } catch (error) {
    return errorEnding(error instanceof DatadogError ? error : ownFailure(error));
  }
}

/** A fault of the sandbox itself is answered too, and says so. */
function ownFailure(error: unknown): DatadogError {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new DatadogError(500, [`The sandbox itself failed: ${text}`]);
}
