import { type SearchPlan, WIDE_PATTERN } from './thief';

/** What `npm run test:attacks` searches. */
export const SEARCHES: readonly SearchPlan[] = [
  { id: 'search/provider-thief', functionId: 'Provider', depth: 4 },
  // The stack is called so that its functions' own roles match what the provider may change.
  { id: 'search/provider-thief-by-himself', functionId: 'Provider', depth: 4, pattern: WIDE_PATTERN },
  // Nothing is taken for independent here: it confirms what the other searches go by.
  { id: 'search/provider-thief-whole', functionId: 'Provider', depth: 2, isWhole: true },
  { id: 'search/validator-thief', functionId: 'Validator', depth: 3 },
];
