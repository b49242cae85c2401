import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { sessionCredentials } from '../../src/probe/region';

/** Whom the loop asks, and for which role. */
export interface LoopTarget {
  readonly endpoint: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
  readonly roleArn: string;
  readonly externalId: string;
}

/**
 * What a script would do that tries one region after the other with the calls that the validator makes in each:
 * AssumeRole at the region's STS endpoint, then `cloudwatch:ListMetrics` there with the session.
 *
 * @returns milliseconds that it took
 * @throws what AWS answers, if a region refuses
 */
export async function tryOneByOne(regions: readonly string[], target: LoopTarget): Promise<number> {
  const { endpoint, credentials, roleArn, externalId } = target;
  const startedAt = performance.now();
  for (const region of regions) {
    const sts = new STSClient({ endpoint, region, credentials });
    const { Credentials: issued } = await sts.send(
      new AssumeRoleCommand({ RoleArn: roleArn, ExternalId: externalId, RoleSessionName: 'one-by-one' }),
    );
    const session = sessionCredentials(issued);
    const cloudWatch = new CloudWatchClient({ endpoint, region, credentials: session });
    await cloudWatch.send(new ListMetricsCommand({ Namespace: 'DatadogIntegrationRole/Probe' }));
    sts.destroy();
    cloudWatch.destroy();
  }
  return performance.now() - startedAt;
}
