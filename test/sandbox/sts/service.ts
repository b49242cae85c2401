import { checkStsActivated } from '../regions';
import type { Service } from '../service';
import { ASSUME_ROLE } from './assume-role';

/** https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html */
export const STS: Service = {
  name: 'sts',
  protocol: 'query',
  version: '2011-06-15',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  global: false,
  validationCode: 'ValidationError',
  denial: { code: 'AccessDenied', status: 403 },
  invalidTokenCode: 'InvalidClientTokenId',
  operations: {
    AssumeRole: ASSUME_ROLE,
    GetCallerIdentity: {
      write: false,
      // AWS answers this one whatever the policies say.
      permissions: () => [],
      run: ({ account, caller, region }) => {
        checkStsActivated(account, region);
        return { UserId: caller.userId, Account: caller.accountId, Arn: caller.arn };
      },
    },
  },
};
