import { namedType } from './named-type';
import { fieldsOf, textIn } from './native-type';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html */
export const SCHEDULE = namedType({
  nameProperty: 'Name',
  mostCharacters: 64,
  put: async ({ call }, Name, properties, isNew) => {
    const operation = isNew ? 'CreateSchedule' : 'UpdateSchedule';
    return {
      Arn: textIn(fieldsOf(await call('scheduler', operation, { ...properties, Name })), 'ScheduleArn'),
    };
  },
  remove: ({ call }, Name) => call('scheduler', 'DeleteSchedule', { Name }),
});
