import { main } from '../../src/cli/main';

let said: jest.SpyInstance;
let told: jest.SpyInstance;

beforeEach(() => {
  said = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

test('--help tells how it is used, and ends with 0', async () => {
  await expect(main(['--help'])).resolves.toBe(0);

  expect(said.mock.calls.join()).toContain('Usage: npm run validate');
  expect(told).not.toHaveBeenCalled();
});

test.each([
  ['an option that there is not', ['--nonsense'], '--nonsense'],
  ['a name that no role can have', ['--role-name', 'a b'], 'roleName is "a b"'],
])('%s is refused in one line, and ends with 2', async (_, args, text) => {
  await expect(main(args)).resolves.toBe(2);

  expect(told.mock.calls).toHaveLength(1);
  // An error of Node's own is of another realm than Jest's.
  expect(String(told.mock.calls[0])).toContain(text);
  expect(said).not.toHaveBeenCalled();
});
