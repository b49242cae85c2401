import { AwsError } from './aws-error';
import { partitionOfRegion } from './partitions';
import type { Account } from './state';

/**
 * Credentials are not valid where their account has not enabled the region, or in another partition.
 *
 * @throws AwsError with the code that the service has for it
 */
export function checkRegion({ partition, settings }: Account, region: string, code: string): void {
  const { regions, regionsOff } = settings;
  const exists = partitionOfRegion(region) === partition && (regions?.includes(region) ?? true);
  if (!exists || regionsOff?.includes(region)) throw invalidToken(code);
}

export function invalidToken(code: string): AwsError {
  const text = 'The security token included in the request is invalid';
  // The JSON services end the sentence with a full stop, and their status is that of any other bad request.
  return code === 'InvalidClientTokenId'
    ? new AwsError(code, text, 403)
    : new AwsError(code, `${text}.`, 400);
}

/** @throws AwsError RegionDisabledException where the account that is to hand out credentials has STS off */
export function checkStsActivated(account: Account, region: string): void {
  if (account.settings.stsDeactivated?.includes(region)) {
    throw new AwsError(
      'RegionDisabledException',
      `STS is not activated in this region for account:${account.id}. ` +
        'Your account administrator can activate STS in this region using the IAM Console.',
      403,
    );
  }
}
