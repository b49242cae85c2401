import {
  DeleteConflictException,
  EntityAlreadyExistsException,
  LimitExceededException,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';
import { ModelRefusal } from './model-iam';

const REFUSALS = {
  NoSuchEntity: NoSuchEntityException,
  EntityAlreadyExists: EntityAlreadyExistsException,
  LimitExceeded: LimitExceededException,
  DeleteConflict: DeleteConflictException,
};

const isRefusalCode = (code: string): code is keyof typeof REFUSALS => code in REFUSALS;

export function noSuchEntity(message = 'none'): NoSuchEntityException {
  return new NoSuchEntityException({ message, $metadata: { httpStatusCode: 404 } });
}

/** What the SDK throws for a refusal of the model; anything else as it is. */
export function sdkError(error: unknown): unknown {
  if (!(error instanceof ModelRefusal) || !isRefusalCode(error.code)) return error;
  return new REFUSALS[error.code]({ message: error.message, $metadata: { httpStatusCode: 409 } });
}
