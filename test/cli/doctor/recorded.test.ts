import { recordFor, withoutRegistration } from '../../../src/cli/doctor/recorded';
import { registeredIn } from '../../../src/cli/doctor/registered';

const ACCOUNT = { partition: 'aws', accountId: '123456789012' };
const registration = (roleName: string, accountId = ACCOUNT.accountId) =>
  registeredIn(
    {
      id: 'x',
      attributes: {
        aws_account_id: accountId,
        aws_partition: 'aws',
        auth_config: { role_name: roleName },
        account_tags: [],
      },
    },
    'datadoghq.com',
  );

describe('the record that a registration is meant for', () => {
  it.each<[string, string, readonly string[], string | undefined]>([
    ['is that of its name', 'B', ['A', 'B'], 'B'],
    ['is that of its name, whatever its path', 'team/B', ['A', 'B'], 'B'],
    ['is the only one, under a name that Datadog has wrong', 'Datadog', ['A'], 'A'],
    ['cannot be told among several', 'Datadog', ['A', 'B'], undefined],
    ['is not there where there is none', 'A', [], undefined],
  ])('%s', (_, roleName, recorded, expected) => {
    expect(recordFor(recorded, registration(roleName))).toBe(expected);
  });
});

describe('a recorded role that is not entered in Datadog', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['is every one where nothing is registered', [], ['A', 'B']],
    ['is none that a registration names', ['A'], ['B']],
    ['is none at all where all are named', ['A', 'x/B'], []],
  ])('%s', (_, names, expected) => {
    const registered = names.map((name) => registration(name));

    expect(withoutRegistration(['A', 'B'], registered, ACCOUNT)).toEqual(expected);
  });

  it('is one whose name is registered for another account alone', () => {
    expect(withoutRegistration(['A'], [registration('A', '222222222222')], ACCOUNT)).toEqual(['A']);
  });
});
