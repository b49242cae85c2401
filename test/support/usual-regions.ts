import type { SandboxOptions } from '../sandbox';

/** Regions that have to be enabled before they can be used: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
export const OPT_IN_REGIONS: readonly string[] = [
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
];

/** Most accounts: no region is enabled but those that are so from the start. */
export function usualRegions(accountId = '123456789012'): SandboxOptions {
  return { accounts: { [accountId]: { regionsOff: OPT_IN_REGIONS } } };
}
