import * as v from 'valibot';
import type { RetryContext } from '../runtime/retry';
import type { DatadogAccess } from './access';
import type { DatadogApi } from './client';

/** An action as IAM names it, such as `ec2:DescribeInstances`. */
const ACTION = /^[a-z0-9-]+:[A-Za-z0-9*]+$/;

const answerSchema = v.object({
  data: v.object({ attributes: v.object({ permissions: v.array(v.pipe(v.string(), v.regex(ACTION))) }) }),
});

/** Actions that Datadog says it calls now, as its API lists them. */
export interface LivePermissions {
  /** Of the integration itself. */
  readonly standard: readonly string[];
  /** Of resource collection. */
  readonly resourceCollection: readonly string[];
}

/**
 * The lists that Datadog publishes for everybody: no key is needed.
 *
 * https://docs.datadoghq.com/api/latest/aws-integration/#get-aws-integration-standard-iam-permissions
 *
 * @throws DatadogApiError
 */
export async function readLivePermissions(api: DatadogApi): Promise<LivePermissions> {
  const list = async (name: string) => {
    const path = `/api/v2/integration/aws/iam_permissions/${name}`;
    const { data } = await api.ask({ method: 'GET', path }, answerSchema);
    return data.attributes.permissions;
  };
  const [standard, resourceCollection] = await Promise.all([list('standard'), list('resource_collection')]);
  return { standard, resourceCollection };
}

/** Reads the live lists of a site; rejects where they cannot be had. */
export type LivePermissionsSource = (site: string, context: RetryContext) => Promise<LivePermissions>;

/** @param access without keys */
export function livePermissionsFrom(access: DatadogAccess): LivePermissionsSource {
  return (site, context) => readLivePermissions(access.open(site, context));
}
