import { CLOUDWATCH } from '../cloudwatch/service';
import { IAM } from '../iam/service';
import { LAMBDA } from '../lambda/service';
import { LOGS } from '../logs/service';
import { S3 } from '../s3/service';
import { SCHEDULER } from '../scheduler/service';
import { SECRETS_MANAGER } from '../secretsmanager/service';
import type { Service } from '../service';
import { SNS } from '../sns/service';
import { SSM } from '../ssm/service';
import { CLOUDFORMATION } from '../stacks/service';
import { STS } from '../sts/service';
import { ACCOUNT } from './account';
import { EVENTBRIDGE } from './eventbridge';
import { FIRST_READS } from './first-reads';

/** Every service that the sandbox has. */
export const SERVICES: readonly Service[] = [
  IAM,
  STS,
  SSM,
  LAMBDA,
  SCHEDULER,
  CLOUDFORMATION,
  CLOUDWATCH,
  ACCOUNT,
  EVENTBRIDGE,
  SNS,
  LOGS,
  SECRETS_MANAGER,
  S3,
  ...FIRST_READS,
];
