import type { Operation } from '../service';
import { DELETED, stacksOf } from './lookup';
import { pageFor } from './page';
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
    const { items, NextToken } = pageFor(call, exports);
    return { Exports: items, NextToken };
  },
};
