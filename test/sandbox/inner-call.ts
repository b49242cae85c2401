import { AwsError } from './aws-error';
import type { WritableJournal } from './journal';
import type { InnerCall, InnerCaller } from './machines';
import { Parameters } from './parameters';
import { effectiveRegion } from './partitions';
import { SERVICES } from './services/all';
import { callerOf, work } from './work';
import type { World } from './world';

/** @throws Error for an operation that the sandbox does not have */
export function innerCalls(
  world: World,
  journal: WritableJournal,
  { accessKeyId, region, isHeard = false }: InnerCaller,
): InnerCall {
  return async (serviceName, operationName, values, body = '') => {
    const service = SERVICES.find(({ name }) => name === serviceName);
    const operation = service?.operations[operationName];
    if (service === undefined || operation === undefined)
      throw new Error(`the sandbox has no operation ${serviceName}:${operationName}`);
    const caller = callerOf(world, accessKeyId);
    const given = Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    const asked = {
      service,
      serviceName,
      operationName,
      operation,
      accessKeyId,
      region: effectiveRegion(region, service.global),
      parameters: new Parameters(Object.fromEntries(given), service.validationCode),
      body: Buffer.from(body),
    };
    const begin: WritableJournal['begin'] = (facts) => (isHeard ? journal.begin(facts) : () => undefined);
    const end = begin({
      service: serviceName,
      operation: operationName,
      region: asked.region,
      account: caller?.accountId ?? '',
      principalArn: caller?.arn ?? '',
      parameters: asked.parameters.values,
      write: operation.write,
    });
    try {
      const answer = await work(world, asked, service, operation, caller);
      end('ok');
      return answer;
    } catch (error) {
      end(error instanceof AwsError ? error.code : 'InternalFailure');
      throw error;
    }
  };
}
