import type { StackResource } from '@aws-sdk/client-cloudformation';
import { createCall } from '../../aws/calls';
import type { ProviderClients } from '../../aws/clients';
import { stackResources } from '../../aws/stack-resources';
import { inTurn } from '../../aws/turn';
import type { OperationContext, ResourceRequest } from '../../custom-resource';
import type { DatadogAccess } from '../../datadog-api/access';
import type { DatadogApi } from '../../datadog-api/client';
import type { AccountScope, Owner } from '../../integration/spec';
import type { ParameterStore } from '../../state/parameter-store';
import {
  type RegistrationRecord,
  readRegistration,
  registrationParameterName,
  UnreadableRegistrationRecord,
} from '../../state/registration';
import { createParameterStore } from '../../state/ssm-parameter-store';
import { type OperationInProgress, operationInProgress } from '../operation-in-progress';
import { KeysNotConfigured } from './errors';

/** What the provider of registrations is made of. */
export interface RegistrationSettings {
  readonly clients: Pick<ProviderClients, 'ssm' | 'cloudFormation'>;
  /** Undefined where the provider is installed without keys. */
  readonly datadog: DatadogAccess | undefined;
}

/** What one event about a registration is worked on with. */
export interface RegistrationSession<Request extends ResourceRequest = ResourceRequest> {
  readonly request: Request;
  readonly context: OperationContext;
  /** When this event began to be worked on, by the context's clock. */
  readonly startedAt: number;
  readonly store: ParameterStore;
  readonly owner: Owner;
  readonly scope: AccountScope;
  readonly operation: OperationInProgress;
  /** Resources of the stack of this account and region that has such a physical id; none where no stack has it. */
  readonly resourcesBeside: (physicalId: string) => Promise<readonly StackResource[]>;
  /** Datadog's API at a site. @throws KeysNotConfigured */
  readonly datadogAt: (site: string) => DatadogApi;
}

export function openRegistrationSession<Request extends ResourceRequest>(
  { clients, datadog }: RegistrationSettings,
  request: Request,
  context: OperationContext,
): RegistrationSession<Request> {
  const call = createCall(context);
  const operation = operationInProgress(clients.cloudFormation, request, context);
  return {
    request,
    context,
    startedAt: context.clock.now(),
    store: createParameterStore(clients.ssm, call, inTurn(call, operation)),
    owner: { stackId: request.stackId, logicalId: request.logicalResourceId },
    scope: { partition: request.stack.partition, accountId: request.stack.accountId },
    operation,
    resourcesBeside: (physicalId) =>
      stackResources(clients.cloudFormation, call, { PhysicalResourceId: physicalId }),
    datadogAt: (site) => {
      if (datadog === undefined) throw new KeysNotConfigured();
      return askingAnew(datadog.open(site, context, context.hide), operation);
    },
  };
}

/** Whatever had to be sent again has taken a while: meanwhile CloudFormation may have gone on. */
function askingAnew(api: DatadogApi, operation: OperationInProgress): DatadogApi {
  return {
    ...api,
    ask: (request, schema, options) =>
      api.ask(request, schema, { beforeRepeating: async () => operation.ask(), ...options }),
  };
}

/**
 * The record of this resource. One that cannot be read counts as none, and the log says so; over one of a newer version nothing is changed.
 *
 * @throws UnreadableRegistrationRecord of a newer version
 */
export async function recordOf({
  store,
  owner,
  context,
}: RegistrationSession): Promise<RegistrationRecord | undefined> {
  try {
    return await readRegistration(store, owner);
  } catch (error) {
    if (!(error instanceof UnreadableRegistrationRecord) || error.isNewer) throw error;
    context.log.warn('the record of the registration is not used', { error });
    return undefined;
  }
}

/** The parameter in which the record of this resource is. */
export function recordNameOf({ owner }: RegistrationSession): string {
  return registrationParameterName(owner);
}

/** An answer that has taken longer tells nothing of now, and no answer does not either: then it is asked once more. */
const PROMPT_MS = 2_000;

/** Has CloudFormation confirm, as of now, that it still waits for this. To be awaited before each write. */
export async function confirmTurn({ operation, context }: RegistrationSession): Promise<void> {
  const askedAt = context.clock.now();
  operation.ask();
  await operation.confirmed();
  if (context.clock.now() - askedAt <= PROMPT_MS) return;
  operation.ask();
  await operation.confirmed();
}
