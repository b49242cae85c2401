import { NEEDED_ACTION } from '../../src/integration/exclude-actions';
import { PROBED_ACTION } from '../../src/probe/session';

test('what has to stay is what the validator tries the role by', () => {
  expect(NEEDED_ACTION).toBe(PROBED_ACTION);
});
