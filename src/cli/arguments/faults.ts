import type { InvalidProperties } from '../../integration/property-reader';
import { UsageError } from './usage-error';

/** By which options properties are given here. */
const OPTIONS: Readonly<Record<string, string>> = {
  RoleName: '--role-name',
  Path: '--role-name',
  ExternalId: '--external-id',
  DatadogSite: '--site',
  DatadogAccountId: '--datadog-account-id',
  Permissions: '--permissions',
  ExcludeActions: '--exclude-actions',
  Regions: '--regions',
};

/** What is wrong with values, said of the options that they were given by, a fault a line. */
export function faultsOfOptions({ faults }: InvalidProperties): UsageError {
  const lines = faults.map((fault) => fault.replace(/^\w+/, (property) => OPTIONS[property] ?? property));
  return new UsageError(lines.join('\n'));
}
