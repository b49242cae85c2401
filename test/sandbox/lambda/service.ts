import type { Service } from '../service';
import { INVOCATION_OPERATIONS } from './invoke';
import { FUNCTION_OPERATIONS } from './operations';

const FUNCTION = '/2015-03-31/functions/{FunctionName}';
const EVENT_INVOKE_CONFIG = '/2019-09-25/functions/{FunctionName}/event-invoke-config';
const CONCURRENCY = '/2017-10-31/functions/{FunctionName}/concurrency';

/** Functions that really run. https://docs.aws.amazon.com/lambda/latest/api/welcome.html */
export const LAMBDA: Service = {
  name: 'lambda',
  protocol: 'rest-json',
  version: '2015-03-31',
  namespace: '',
  routes: {
    'POST /2015-03-31/functions': 'CreateFunction',
    'GET /2015-03-31/functions': 'ListFunctions',
    [`GET ${FUNCTION}`]: 'GetFunction',
    [`DELETE ${FUNCTION}`]: 'DeleteFunction',
    [`GET ${FUNCTION}/configuration`]: 'GetFunctionConfiguration',
    [`PUT ${FUNCTION}/configuration`]: 'UpdateFunctionConfiguration',
    [`PUT ${FUNCTION}/code`]: 'UpdateFunctionCode',
    [`POST ${FUNCTION}/invocations`]: 'Invoke',
    [`PUT ${EVENT_INVOKE_CONFIG}`]: 'PutFunctionEventInvokeConfig',
    [`GET ${EVENT_INVOKE_CONFIG}`]: 'GetFunctionEventInvokeConfig',
    [`DELETE ${EVENT_INVOKE_CONFIG}`]: 'DeleteFunctionEventInvokeConfig',
    [`PUT ${CONCURRENCY}`]: 'PutFunctionConcurrency',
    [`DELETE ${CONCURRENCY}`]: 'DeleteFunctionConcurrency',
  },
  headers: { 'x-amz-invocation-type': 'InvocationType', 'x-amz-log-type': 'LogType' },
  global: false,
  validationCode: 'ValidationException',
  denial: { code: 'AccessDeniedException', status: 403 },
  invalidTokenCode: 'UnrecognizedClientException',
  operations: { ...FUNCTION_OPERATIONS, ...INVOCATION_OPERATIONS },
};
