import { parseValidationEvent } from '../../src/validation/request';

describe('the event of a schedule', () => {
  test.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty object', {}],
    [
      'EventBridge’s own envelope',
      {
        version: '0',
        id: '1',
        'detail-type': 'Scheduled Event',
        source: 'aws.scheduler',
        account: '1',
        time: 't',
        region: 'r',
        resources: [],
        detail: '{}',
      },
    ],
  ])('asks for every integration when it is %s', (_, event) => {
    expect(parseValidationEvent(event)).toEqual({ roleName: undefined });
  });

  test('asks for one integration by its role', () => {
    expect(parseValidationEvent({ roleName: 'DatadogIntegrationRole' })).toEqual({
      roleName: 'DatadogIntegrationRole',
    });
  });

  test.each([
    ['a text', 'validate', '"validate"'],
    ['a list', [], '[]'],
    ['an unknown field', { rolename: 'X' }, '"rolename"'],
    ['a name that is no text', { roleName: 7 }, 'roleName is 7'],
    ['a name with a blank', { roleName: 'X ' }, 'blank'],
    ['an empty name', { roleName: '' }, '0 characters'],
  ])('is refused when it is %s, with what is allowed', (_, event, said) => {
    expect(() => parseValidationEvent(event)).toThrow(said);
    expect(() => parseValidationEvent(event)).toThrow('{"roleName": "<name>"}');
  });
});
