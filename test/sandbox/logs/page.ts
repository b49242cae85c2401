import { AwsError } from '../aws-error';
import { type Page, pageOf } from '../paging';
import type { Call } from '../service';

/** One page of a list of Logs. @param most how many AWS gives at once, and unless told otherwise */
export function logsPage<Item>(call: Call, items: readonly Item[], most: number): Page<Item> {
  const { parameters, world } = call;
  const limit = parameters.number('limit') ?? most;
  if (limit < 1 || limit > most)
    throw parameters.invalid([
      `Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value ` +
        (limit < 1 ? 'greater than or equal to 1' : `less than or equal to ${most}`),
    ]);
  const size = Math.min(limit, world.settings.pageSize);
  return pageOf(items, size, parameters.text('nextToken'), invalidToken);
}

export function invalidToken(): AwsError {
  return new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
}
