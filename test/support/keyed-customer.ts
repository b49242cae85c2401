import type { Sandbox } from '../sandbox';
import { createVirtualTime, type VirtualTime } from '../sandbox/lambda/virtual-time';
import { type Deployer, deployerOf, startPatientSandbox } from './account-file';
import { type DatadogSide, newOrganization } from './registration';

/** A customer who deploys the file that he gets, with Datadog's keys in a secret. */
export interface KeyedCustomer {
  readonly sandbox: Sandbox;
  /** What passes in it counts for whatever was made before as well. */
  readonly time: VirtualTime;
  readonly deployer: Deployer;
  readonly datadog: DatadogSide;
  readonly secretArn: string;
}

export async function startKeyedCustomer(): Promise<KeyedCustomer> {
  const time = createVirtualTime();
  const sandbox = await startPatientSandbox({
    now: time.now,
    functions: { skipsWaits: true, virtualTime: time },
  });
  const datadog = newOrganization(sandbox);
  const secretArn = sandbox.account().secrets.put('datadog-keys', datadog.keys);
  return { sandbox, time, deployer: deployerOf(sandbox), datadog, secretArn };
}
