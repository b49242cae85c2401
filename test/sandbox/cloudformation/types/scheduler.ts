import type { Made } from '../native-provider';
import type { Properties } from '../request';
import { fieldsOf, type NativeType, parametersOf, textIn, textOf } from './native-type';

const MOST_CHARACTERS = 64;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html */
export const SCHEDULE: NativeType = ({ call, newName }) => {
  const put = async (operation: string, Name: string, properties: Properties): Promise<Made> => {
    const answer = await call('scheduler', operation, { ...parametersOf(properties), Name });
    return { physicalId: Name, attributes: { Arn: textIn(fieldsOf(answer), 'ScheduleArn') } };
  };
  const create = (logicalId: string, properties: Properties) =>
    put('CreateSchedule', textOf(properties, 'Name') ?? newName(logicalId, MOST_CHARACTERS), properties);
  return {
    create,
    update: ({ logicalId, physicalId, properties: old }, properties) =>
      old['Name'] === properties['Name']
        ? put('UpdateSchedule', physicalId, properties)
        : create(logicalId, properties),
    delete: async ({ physicalId }) => {
      await call('scheduler', 'DeleteSchedule', { Name: physicalId });
    },
  };
};
