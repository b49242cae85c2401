import { IAM } from './iam/service';
import type { Service } from './service';
import { SSM } from './ssm/service';
import { STS } from './sts/service';

/** Every service that the sandbox has. */
export const SERVICES: readonly Service[] = [IAM, STS, SSM];
