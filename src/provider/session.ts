import { type Call, createCall } from '../aws/calls';
import { inTurn } from '../aws/turn';
import type { OperationContext, ResourceRequest } from '../custom-resource';
import type { IamAccess } from '../iam/apply';
import { asksForAdoption } from '../integration/properties';
import type { AccountScope, Owner } from '../integration/spec';
import type { ParameterStore } from '../state/parameter-store';
import { createParameterStore } from '../state/ssm-parameter-store';
import { type OperationInProgress, operationInProgress } from './operation-in-progress';
import type { ProviderSettings } from './settings';

/** What one event is worked on with. */
export interface Session {
  readonly settings: ProviderSettings;
  readonly context: OperationContext;
  /** When this event began to be worked on, by the context's clock. */
  readonly startedAt: number;
  readonly call: Call;
  readonly access: IamAccess;
  readonly store: ParameterStore;
  readonly owner: Owner;
  readonly requestType: ResourceRequest['requestType'];
  /** The role that is this resource's by its physical id; undefined while CloudFormation has none from us. */
  readonly knownRoleName: string | undefined;
  readonly scope: AccountScope;
  /** Whether CloudFormation waits for what is asked: to be confirmed before every write. */
  readonly operation: OperationInProgress;
  /** Do its properties say, or have they said, that a role of others may be adopted? */
  readonly asksForAdoption: boolean;
}

export function openSession(
  settings: ProviderSettings,
  request: ResourceRequest,
  context: OperationContext,
): Session {
  const call = createCall(context);
  const operation = operationInProgress(settings.clients.cloudFormation, request, context);
  return {
    settings,
    context,
    startedAt: context.clock.now(),
    call,
    access: { iam: settings.clients.iam, call, log: context.log, turn: operation },
    store: createParameterStore(settings.clients.ssm, call, inTurn(call, operation)),
    requestType: request.requestType,
    owner: { stackId: request.stackId, logicalId: request.logicalResourceId },
    knownRoleName: request.physicalResourceId,
    scope: { partition: request.stack.partition, accountId: request.stack.accountId },
    operation,
    asksForAdoption: [request.properties, request.oldProperties].some(asksForAdoption),
  };
}
