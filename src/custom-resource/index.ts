/** CloudFormation's custom-resource protocol: everything that a provider and its Lambda entry point need of it. */
export {
  createHandler,
  type HandlerOptions,
  type LambdaContext,
  type ProvidedResource,
  ReplyNotDelivered,
} from './handler';
export type { CreateRequest, DeleteRequest, ResourceRequest, Stack, UpdateRequest } from './request';
export type { OperationContext, ResourceOutcome, ResourceProvider } from './resource-provider';
export type { SendReply } from './send';
