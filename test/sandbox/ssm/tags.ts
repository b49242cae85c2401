import { requestTagKeys } from '../authorize/context';
import { AwsError } from '../aws-error';
import type { Parameters } from '../parameters';
import type { Call, Operation, OperationTable, ResultFields } from '../service';
import type { StoredParameter, Tags } from '../state';
import { find, parameterPermission } from './store';

/** The tags that a call sends. */
export function sentTags(parameters: Parameters): Tags {
  return new Map(
    parameters.records('Tags').map((tag) => [tag.requiredText('Key'), tag.requiredText('Value')]),
  );
}

export const PARAMETER_TAG_OPERATIONS: OperationTable = {
  AddTagsToResource: tagOperation('AddTagsToResource', ['Tags'], (call, { tags }) => {
    for (const [key, value] of sentTags(call.parameters)) tags.set(key, value);
    return {};
  }),
  RemoveTagsFromResource: tagOperation('RemoveTagsFromResource', ['TagKeys'], (call, { tags }) => {
    for (const key of call.parameters.texts('TagKeys')) tags.delete(key);
    return {};
  }),
  ListTagsForResource: tagOperation('ListTagsForResource', [], (_call, { tags }) => ({
    TagList: [...tags].map(([Key, Value]) => ({ Key, Value })),
  })),
};

function tagOperation(
  action: string,
  required: readonly string[],
  run: (call: Call, parameter: StoredParameter) => ResultFields,
): Operation {
  return {
    write: !action.startsWith('List'),
    required: ['ResourceType', 'ResourceId', ...required],
    permissions: (call) => [
      parameterPermission(
        call,
        action,
        call.parameters.text('ResourceId') ?? '',
        requestTagKeys(sentTags(call.parameters)),
      ),
    ],
    run: (call) => run(call, taggedParameter(call)),
  };
}

function taggedParameter(call: Call): StoredParameter {
  const type = call.parameters.requiredText('ResourceType');
  if (type !== 'Parameter') {
    throw new AwsError('InvalidResourceType', `${type} is not a resource type that the sandbox knows.`);
  }
  const parameter = find(call, call.parameters.requiredText('ResourceId'));
  if (parameter !== undefined) return parameter;
  throw new AwsError(
    'InvalidResourceId',
    'The resource ID is not valid. Verify that you entered the correct ID and try again.',
  );
}
