/** A schedule as its account has it. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetSchedule.html */
export interface Schedule {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  modifiedAt: number;
  description: string | undefined;
  expression: string;
  state: string;
  windowMinutes: number | undefined;
  target: ScheduleTarget;
}

export interface ScheduleTarget {
  readonly arn: string;
  readonly roleArn: string;
  readonly input: string;
  readonly maximumEventAgeSeconds: number;
  readonly maximumRetryAttempts: number;
}
