import type { Service } from '../service';
import { ACCOUNT_OPERATIONS } from './account';
import { INSTANCE_PROFILE_OPERATIONS } from './instance-profiles';
import { MANAGED_POLICY_OPERATIONS } from './managed-policies';
import { checkParameters } from './names';
import { POLICY_VERSION_OPERATIONS } from './policy-versions';
import { ROLE_POLICY_OPERATIONS } from './role-policies';
import { ROLE_OPERATIONS } from './roles';
import { SIMULATE_PRINCIPAL_POLICY } from './simulate';
import { TAG_OPERATIONS } from './tags';
import { USER_OPERATIONS } from './users';

export const IAM: Service = {
  name: 'iam',
  protocol: 'query',
  version: '2010-05-08',
  namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  global: true,
  validationCode: 'ValidationError',
  denial: { code: 'AccessDenied', status: 403 },
  invalidTokenCode: 'InvalidClientTokenId',
  checkParameters,
  operations: {
    ...ROLE_OPERATIONS,
    ...ROLE_POLICY_OPERATIONS,
    ...MANAGED_POLICY_OPERATIONS,
    ...POLICY_VERSION_OPERATIONS,
    ...TAG_OPERATIONS,
    ...INSTANCE_PROFILE_OPERATIONS,
    ...USER_OPERATIONS,
    ...ACCOUNT_OPERATIONS,
    SimulatePrincipalPolicy: SIMULATE_PRINCIPAL_POLICY,
  },
};
