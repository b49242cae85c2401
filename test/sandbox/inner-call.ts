import { AwsError } from './aws-error';
import type { WritableJournal } from './journal';
import { Parameters, type ParameterValue } from './parameters';
import { effectiveRegion } from './partitions';
import type { Answer } from './service';
import { SERVICES } from './services/all';
import { callerOf, work } from './work';
import type { World } from './world';

/**
 * A call that one service makes of another, as CloudFormation does with the permissions of whoever asked for the stack. Lists and
 * objects are given as the API has them.
 *
 * @throws AwsError what the other service answers
 */
export type InnerCall = (
  service: string,
  operation: string,
  parameters: { readonly [name: string]: ParameterValue | undefined },
  body?: string,
) => Promise<Answer>;

export interface InnerCaller {
  readonly accessKeyId: string;
  readonly region: string;
  /** Where the calls are written down. Default: nowhere. */
  readonly journal?: WritableJournal;
}

export function innerCalls(world: World, { accessKeyId, region, journal }: InnerCaller): InnerCall {
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
    const end = journal?.begin({
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
      end?.('ok');
      return answer;
    } catch (error) {
      end?.(error instanceof AwsError ? error.code : 'InternalFailure');
      throw error;
    }
  };
}
