import { pageOf } from '../paging';
import type { Operation } from '../service';
import { DELETED, stacksOf, validationError } from './lookup';
import { permissionForAll } from './permissions';

/** What stacks export in the region. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListExports.html */
export const LIST_EXPORTS: Operation = {
  write: false,
  permissions: () => [permissionForAll('ListExports')],
  run: (call) => {
    const exports = stacksOf(call)
      .filter(({ status }) => status !== DELETED)
      .flatMap(({ id, exports: exported = {} }) =>
        Object.entries(exported).map(([Name, Value]) => ({ ExportingStackId: id, Name, Value })),
      );
    const token = call.parameters.text('NextToken');
    const { items, next } = pageOf(exports, call.world.settings.pageSize, token, () =>
      validationError(`Invalid NextToken: ${token}`),
    );
    return { Exports: items, NextToken: next };
  },
};
