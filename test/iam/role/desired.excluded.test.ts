import fc from 'fast-check';
import { permissionSetNames, publishedPermissionSets } from '../../../src/datadog/permission-sets';
import { excludedActionProblem } from '../../../src/integration/exclude-actions';
import type { IntegrationSpec } from '../../../src/integration/spec';
import { actionSet, isPattern } from '../../../src/policy/action-set';
import { allowedActions } from '../../../src/policy/coverage';
import { MANAGED_POLICY_CHARACTERS } from '../../../src/policy/quotas';
import { documentSize } from '../../../src/policy/size';
import { desiredFor } from '../../support/iam/specs';

type Asked = Pick<IntegrationSpec, 'permissions' | 'excludeActions'>;

const { inlineActions, managedActions } = publishedPermissionSets.Full;
const published = [...inlineActions, ...managedActions];
const services = [...new Set(published.map((action) => action.split(':')[0] ?? ''))];

/** Entries as people write them: names and patterns of the sets, whole services, verbs, parts of names, other letter case. */
const entries = fc.oneof(
  fc.constantFrom(...published),
  fc.constantFrom(...published).map((action) => action.toUpperCase()),
  fc.constantFrom(...services).map((service) => `${service}:*`),
  fc.constantFrom('*:Put*', '*:Delete*', '*:Create*', '*:Publish', '*:*Subscription*', 's?s:*'),
  fc
    .tuple(fc.constantFrom(...published), fc.nat({ max: 12 }))
    .map(([action, cut]) => `${action.slice(0, action.indexOf(':') + 2 + cut)}*`),
);

/** Specs that are taken: of the entries that are drawn, those that are refused are left away. */
const asked: fc.Arbitrary<Asked> = fc
  .record({
    permissions: fc.constantFrom(...permissionSetNames),
    drawn: fc.array(entries, { maxLength: 12 }),
  })
  .map(({ permissions, drawn }) => ({ permissions, excludeActions: taken(permissions, drawn) }));

function taken(permissions: Asked['permissions'], drawn: readonly string[]): readonly string[] {
  const good = drawn.filter(
    (entry) => excludedActionProblem(entry, drawn, permissions, publishedPermissionSets) === undefined,
  );
  return good.length === drawn.length ? good : taken(permissions, good);
}

function actionsOf(permissions: Asked['permissions']): readonly string[] {
  const set = publishedPermissionSets[permissions];
  return [...set.inlineActions, ...set.managedActions];
}

/** What the role's own documents allow, in the form in which they are compared. */
function granted(spec: Asked): readonly string[] {
  const { inlinePolicy, managedPolicies } = desiredFor(spec);
  return lowerCase([inlinePolicy, ...managedPolicies].flatMap((document) => allowedActions(document)));
}

function lowerCase(actions: readonly string[]): readonly string[] {
  return [...new Set(actions.map((action) => action.toLowerCase()))].sort();
}

/** Does the entry, read as a regular expression, match the action? Shares nothing with the code under test. */
function matches(entry: string, action: string): boolean {
  return new RegExp(`^${entry.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(action);
}

test('the documents together are the set without what is left out', () => {
  fc.assert(
    fc.property(asked, (spec) => {
      const rest = actionsOf(spec.permissions).filter(
        (action) => !spec.excludeActions.some((entry) => matches(entry, action)),
      );
      expect(granted(spec)).toEqual(lowerCase(rest));
    }),
    { numRuns: 150 },
  );
});

test('no document allows anything that an entry may stand for, and none is too large or empty', () => {
  fc.assert(
    fc.property(asked, (spec) => {
      expect(granted(spec).filter(actionSet(spec.excludeActions).intersects)).toEqual([]);
      const { inlinePolicy, managedPolicies } = desiredFor(spec);
      expect(allowedActions(inlinePolicy)).not.toEqual([]);
      for (const document of managedPolicies) {
        expect(documentSize(document)).toBeLessThanOrEqual(MANAGED_POLICY_CHARACTERS);
        expect(allowedActions(document)).not.toEqual([]);
      }
    }),
    { numRuns: 150 },
  );
});

test('every single entry of the sets can be left out by its name, unless a pattern grants it as well or it has to stay', () => {
  const refused = permissionSetNames.flatMap((name) =>
    actionsOf(name)
      .filter((entry) => excludedActionProblem(entry, [entry], name, publishedPermissionSets) !== undefined)
      .map((entry) => ({ name, entry })),
  );

  const isGrantedTwice = (entry: string) =>
    published.some((other) => isPattern(other) && other !== entry && matches(other, entry));
  expect(refused.filter(({ entry }) => !isGrantedTwice(entry))).toEqual([
    { name: 'Core', entry: 'cloudwatch:List*' },
    { name: 'Standard', entry: 'cloudwatch:List*' },
    { name: 'Full', entry: 'cloudwatch:List*' },
  ]);
});

test('a pattern of a later set goes as a whole where an earlier entry names a part of it', () => {
  const later = { version: '2030-01-01', inlineActions: ['sns:*', 'cloudwatch:List*'], managedActions: [] };
  const permissionSets = { Core: later, Standard: later, Full: later };

  const { inlinePolicy, leftOutActions } = desiredFor(
    { excludeActions: ['sns:Publish'] },
    { permissionSets },
  );

  expect(allowedActions(inlinePolicy)).toEqual(['cloudwatch:List*']);
  expect(leftOutActions).toEqual(['sns:*']);
});
