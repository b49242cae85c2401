import type { AccountView } from '../sandbox';
import type { ResolvedTemplate } from '../sandbox/cloudformation/template';
import { endpointVariables } from '../sandbox/endpoint-variables';
import { createLambda, type Lambda, type LambdaOptions, lambdaArn } from '../sandbox/lambda/lambda';
import { BUNDLE_PATHS, nameOf, type ProviderPlace, requiredResource } from './installed-provider';

export type FunctionId = keyof typeof BUNDLE_PATHS;

/** A function of the account stack, installed. */
export interface InstalledFunction {
  readonly lambda: Lambda;
  /** Name of the role that it runs as. */
  readonly roleName: string;
}

/** What a test may have otherwise than the template. */
export type FunctionOptions = Pick<
  LambdaOptions,
  'timeScale' | 'skipsWaits' | 'virtualTime' | 'watch' | 'retryDelaysMs'
> & {
  readonly timeoutMs?: number;
};

/**
 * Installs a function as the template declares it: built bundle, environment variables, time-out, and credentials of its
 * role, which must be there.
 */
export function installFunction(
  logicalId: FunctionId,
  place: ProviderPlace,
  declared: ResolvedTemplate,
  { account, endpoint }: { readonly account: AccountView; readonly endpoint: string },
  options: FunctionOptions,
): InstalledFunction {
  const { properties } = requiredResource(declared, logicalId);
  const roleName = String(properties['Role']).split('/').at(-1) ?? '';
  const name = nameOf(logicalId, place);
  const credentials = account.credentialsOf(roleName, name, lambdaArn({ ...place, name }));
  const lambda = createLambda({
    name,
    bundlePath: BUNDLE_PATHS[logicalId],
    timeoutMs: Number(properties['Timeout']) * 1_000,
    ...place,
    ...options,
    environment: {
      ...functionEnvironment(declared, logicalId),
      // Lambda's Node is newer than the oldest that this project builds on: there the SDK has nothing to warn of.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...endpointVariables(endpoint),
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
    },
  });
  return { lambda, roleName };
}

/** The environment variables that the template gives a function. */
export function functionEnvironment(
  declared: ResolvedTemplate,
  logicalId: FunctionId,
): Record<string, string> {
  const { Environment: environment } = requiredResource(declared, logicalId).properties;
  const variables =
    isObject(environment) && isObject(environment['Variables']) ? environment['Variables'] : {};
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
