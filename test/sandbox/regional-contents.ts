import type { LogGroup } from './logs/log-group';
import type { Account } from './state';

/** What an account has in one region. Names are keys as they are written. */
export interface RegionalContents {
  readonly logGroups: Map<string, LogGroup>;
}

/** The contents of a region, made at the first mention. */
export function contentsIn(account: Account, region: string): RegionalContents {
  const known = account.regional.get(region);
  if (known !== undefined) return known;
  const contents: RegionalContents = { logGroups: new Map() };
  account.regional.set(region, contents);
  return contents;
}
