import fc from 'fast-check';
import {
  adoptedRoleParameterName,
  alertParameterName,
  furtherAlertParameterName,
  isAlertParameterName,
  livePermissionsParameterName,
  recordParameterName,
  tellingParameterName,
} from '../../src/state/parameter-names';

const roleNames = fc.string({
  unit: fc.constantFrom(...'abzAZ019_+=,.@-'),
  minLength: 1,
  maxLength: 64,
});

test.each([
  ['DatadogIntegrationRole', '/datadog-integration-role/DatadogIntegrationRole'],
  ['a+b=c,d.e@f-g_h', '/datadog-integration-role/a.2bb.3dc.2cd.2ee.40f-g_h'],
  ['..', '/datadog-integration-role/.2e.2e'],
])('the record of %s is %s', (roleName, parameterName) => {
  expect(recordParameterName(roleName)).toBe(parameterName);
});

test('what was adopted lies beside the record', () => {
  expect(adoptedRoleParameterName('a.b')).toBe('/datadog-integration-role/a.2eb/adopted');
});

test('different roles have different parameters, of characters and a length that SSM accepts', () => {
  fc.assert(
    fc.property(roleNames, roleNames, (a, b) => {
      const names = [recordParameterName(a), recordParameterName(b)];
      expect(names[0] === names[1]).toBe(a === b);
      expect(names[0]).toMatch(/^\/datadog-integration-role\/[A-Za-z0-9._-]+$/);
      expect(adoptedRoleParameterName(a).length).toBeLessThanOrEqual(1_011);
    }),
    { numRuns: 1_000 },
  );
});

test('what validators keep is known by its name, and nothing else is', () => {
  const status = alertParameterName('a.b');
  const further = furtherAlertParameterName('a.b', '0123456789abcdef');
  const ours = [
    status,
    further,
    tellingParameterName(status),
    tellingParameterName(further),
    livePermissionsParameterName('a.b'),
  ];
  const others = [
    recordParameterName('a.b'),
    adoptedRoleParameterName('a.b'),
    alertParameterName('a'),
    `${status}/x`,
    `${livePermissionsParameterName('a.b')}/telling`,
  ];

  expect(ours.map((name) => isAlertParameterName('a.b', name))).toEqual(ours.map(() => true));
  expect(others.map((name) => isAlertParameterName('a.b', name))).toEqual(others.map(() => false));
});
