import { pageOf } from '../paging';
import type { Call } from '../service';
import { validationError } from './lookup';

/** The page of a list that a call asks for, and the token of the next one. @throws AwsError ValidationError */
export function pageFor<Item>(
  { parameters, world }: Call,
  list: readonly Item[],
): { readonly items: readonly Item[]; readonly NextToken: string | undefined } {
  const token = parameters.text('NextToken');
  const { items, next } = pageOf(list, world.settings.pageSize, token, () =>
    validationError(`Invalid NextToken: ${token}`),
  );
  return { items, NextToken: next };
}
