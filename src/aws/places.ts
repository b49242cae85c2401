/** What is known of a partition besides its regions. */
interface Place {
  readonly consoleHost: string;
  readonly iamRegion: string;
}

/**
 * Consoles: https://docs.aws.amazon.com/awsconsolehelpdocs/latest/gsg/working-with-console.html, and in GovCloud and China
 * https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/differences.html and
 * https://docs.amazonaws.cn/en_us/aws/latest/userguide/introduction.html. IAM has one endpoint a partition, in this region:
 * https://docs.aws.amazon.com/general/latest/gr/iam-service.html
 */
const PLACES: Readonly<Record<string, Place>> = {
  aws: { consoleHost: 'console.aws.amazon.com', iamRegion: 'us-east-1' },
  'aws-us-gov': { consoleHost: 'console.amazonaws-us-gov.com', iamRegion: 'us-gov-west-1' },
  'aws-cn': { consoleHost: 'console.amazonaws.cn', iamRegion: 'cn-north-1' },
};

/**
 * The region whose CloudTrail shows what was done in IAM, or undefined where that is not known: since 2021 event history
 * has global services' events in the region in which they were created
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events-cli.html).
 */
export function iamRegionOf(partition: string): string | undefined {
  return PLACES[partition]?.iamRegion;
}

/** Where a dashboard of CloudWatch is seen, or undefined in a partition whose console is not known. */
export function dashboardLink(partition: string, region: string, name: string): string | undefined {
  const host = PLACES[partition]?.consoleHost;
  if (host === undefined) return undefined;
  return `https://${host}/cloudwatch/home?region=${region}#dashboards/dashboard/${encodeURIComponent(name)}`;
}
