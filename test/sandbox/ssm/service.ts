import type { Service } from '../service';
import { PARAMETER_OPERATIONS } from './parameters';
import { PATH_OPERATIONS } from './paths';
import { PUT_PARAMETER } from './put-parameter';
import { PARAMETER_TAG_OPERATIONS } from './tags';

/** The Parameter Store. https://docs.aws.amazon.com/systems-manager/latest/APIReference/Welcome.html */
export const SSM: Service = {
  name: 'ssm',
  protocol: 'json',
  version: '2014-11-06',
  namespace: '',
  target: 'AmazonSSM',
  global: false,
  validationCode: 'ValidationException',
  denial: { code: 'AccessDeniedException', status: 400 },
  invalidTokenCode: 'UnrecognizedClientException',
  operations: {
    PutParameter: PUT_PARAMETER,
    ...PARAMETER_OPERATIONS,
    ...PATH_OPERATIONS,
    ...PARAMETER_TAG_OPERATIONS,
  },
};
