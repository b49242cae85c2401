import { ALARM, DASHBOARD } from './cloudwatch';
import { IAM_MANAGED_POLICY, IAM_POLICY } from './iam-policies';
import { IAM_ROLE } from './iam-role';
import { LAMBDA_EVENT_INVOKE_CONFIG, LAMBDA_FUNCTION } from './lambda';
import { LOG_GROUP, METRIC_FILTER } from './logs';
import type { NativeTypes } from './native-type';
import { SCHEDULE } from './scheduler';
import { SUBSCRIPTION, TOPIC, TOPIC_POLICY } from './sns';
import { SSM_PARAMETER } from './ssm';

/** AWS's own resource types that the sandbox makes. */
export const NATIVE_TYPES: NativeTypes = {
  'AWS::CloudWatch::Alarm': ALARM,
  'AWS::CloudWatch::Dashboard': DASHBOARD,
  'AWS::IAM::ManagedPolicy': IAM_MANAGED_POLICY,
  'AWS::IAM::Policy': IAM_POLICY,
  'AWS::IAM::Role': IAM_ROLE,
  'AWS::Lambda::EventInvokeConfig': LAMBDA_EVENT_INVOKE_CONFIG,
  'AWS::Lambda::Function': LAMBDA_FUNCTION,
  'AWS::Logs::LogGroup': LOG_GROUP,
  'AWS::Logs::MetricFilter': METRIC_FILTER,
  'AWS::SNS::Subscription': SUBSCRIPTION,
  'AWS::SNS::Topic': TOPIC,
  'AWS::SNS::TopicPolicy': TOPIC_POLICY,
  'AWS::SSM::Parameter': SSM_PARAMETER,
  'AWS::Scheduler::Schedule': SCHEDULE,
};
