import type { Operation } from '../service';
import { validationError } from './lookup';
import { importersOf } from './operate';
import { permissionForAll } from './permissions';

/** Who imports a value. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListImports.html */
export const LIST_IMPORTS: Operation = {
  write: false,
  required: ['ExportName'],
  permissions: () => [permissionForAll('ListImports')],
  run: (call) => {
    const name = call.parameters.requiredText('ExportName');
    const importers = importersOf(call, name);
    if (importers.length === 0) throw validationError(`Export '${name}' is not imported by any stack.`);
    return { Imports: importers.map((stack) => stack.name) };
  },
};
