import { administratorOf } from '../identities';
import { Parameters, type ParameterValue } from '../parameters';
import type { ResultFields } from '../service';
import type { Account } from '../state';
import type { World } from '../world';
import { SECRETS_MANAGER } from './service';

const DEFAULT_REGION = 'us-east-1';

export interface SecretPlace {
  /** Default `us-east-1`. */
  readonly region?: string;
}

/** Secrets as their owner handles them, under the service's own rules. Nothing of it is in the journal. */
export interface AccountSecrets {
  /**
   * Makes a secret, or gives one a new value.
   *
   * @param value a text, or an object to be written as JSON
   * @returns its ARN
   * @throws AwsError what Secrets Manager would answer
   */
  put(name: string, value: string | object, place?: SecretPlace): string;
  /** @param options.recoverable marked for deletion only, as without ForceDeleteWithoutRecovery. Default false */
  delete(name: string, options?: SecretPlace & { readonly recoverable?: boolean }): void;
  /** Takes back a deletion that was recoverable. */
  restore(name: string, place?: SecretPlace): void;
}

export function secretsOfAccount(world: World, account: Account): AccountSecrets {
  const perform = (
    operationName: string,
    values: { readonly [name: string]: ParameterValue },
    { region = DEFAULT_REGION }: SecretPlace,
  ): ResultFields => {
    const operation = SECRETS_MANAGER.operations[operationName];
    if (operation === undefined)
      throw new Error(`Secrets Manager has no operation ${operationName} in the sandbox`);
    const result = operation.run({
      world,
      account,
      caller: administratorOf(account),
      accessKeyId: account.id,
      region,
      parameters: new Parameters(values, SECRETS_MANAGER.validationCode),
      body: Buffer.alloc(0),
      now: world.now(),
    });
    // None of its operations takes time, and all of them answer with fields.
    return result as ResultFields;
  };
  return {
    put: (name, value, place = {}) => {
      const SecretString = typeof value === 'string' ? value : JSON.stringify(value);
      const isThere = account.regional.get(place.region ?? DEFAULT_REGION)?.secrets.has(name) ?? false;
      const { ARN } = isThere
        ? perform('PutSecretValue', { SecretId: name, SecretString }, place)
        : perform('CreateSecret', { Name: name, SecretString }, place);
      return String(ARN);
    },
    delete: (name, { recoverable = false, ...place } = {}) => {
      perform('DeleteSecret', { SecretId: name, ForceDeleteWithoutRecovery: !recoverable }, place);
    },
    restore: (name, place = {}) => {
      perform('RestoreSecret', { SecretId: name }, place);
    },
  };
}
