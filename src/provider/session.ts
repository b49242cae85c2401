import { type Call, createCall } from '../aws/calls';
import type { OperationContext, ResourceRequest } from '../custom-resource';
import type { IamAccess } from '../iam/apply';
import type { AccountScope, Owner } from '../integration/spec';
import type { ParameterStore } from '../state/parameter-store';
import { createParameterStore } from '../state/ssm-parameter-store';
import type { ProviderSettings } from './settings';

/** What one event is worked on with. */
export interface Session {
  readonly settings: ProviderSettings;
  readonly context: OperationContext;
  readonly call: Call;
  readonly access: IamAccess;
  readonly store: ParameterStore;
  readonly owner: Owner;
  readonly scope: AccountScope;
}

export function openSession(
  settings: ProviderSettings,
  request: ResourceRequest,
  context: OperationContext,
): Session {
  const call = createCall(context);
  return {
    settings,
    context,
    call,
    access: { iam: settings.clients.iam, call, log: context.log },
    store: createParameterStore(settings.clients.ssm, call),
    owner: { stackId: request.stackId, logicalId: request.logicalResourceId },
    scope: { partition: request.stack.partition, accountId: request.stack.accountId },
  };
}
