import type { Service } from '../service';
import { LIFECYCLE_OPERATIONS } from './lifecycle';
import { VALUE_OPERATIONS } from './values';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/Welcome.html */
export const SECRETS_MANAGER: Service = {
  name: 'secretsmanager',
  protocol: 'json',
  version: '2017-10-17',
  namespace: '',
  target: 'secretsmanager',
  global: false,
  validationCode: 'ValidationException',
  denial: { code: 'AccessDeniedException', status: 400 },
  invalidTokenCode: 'UnrecognizedClientException',
  operations: { ...LIFECYCLE_OPERATIONS, ...VALUE_OPERATIONS },
};
