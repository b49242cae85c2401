import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { documentFor, packActions } from '../../src/policy/pack';
import { MANAGED_POLICY_CHARACTERS } from '../../src/policy/quotas';
import { documentSize } from '../../src/policy/size';

const EMPTY_DOCUMENT_CHARACTERS =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[],"Resource":"*"}]}'.length;
const MANAGED_POLICY = { characters: MANAGED_POLICY_CHARACTERS };

const actionNames = fc.stringMatching(/^[a-z]{1,4}:[A-Za-z]{1,12}$/);

/** All actions of Datadog's additional managed policies. */
function datadogActions(): string[] {
  return [1, 2, 3, 4].flatMap((part) => {
    const path = join(__dirname, `../../src/datadog/permissions/full-${part}.json`);
    return JSON.parse(readFileSync(path, 'utf8')).Statement[0].Action as string[];
  });
}

/** Action names that AWS might add to the services that Datadog reads. */
function plausibleActions(count: number): string[] {
  const services = [...new Set(datadogActions().map((action) => action.split(':')[0]))];
  const nouns = ['WidgetConfigurations', 'Things', 'ResourcePolicies', 'Fleet', 'Snapshots'];
  return Array.from({ length: count }, (_, i) => {
    const verb = ['Get', 'List', 'Describe'][i % 3];
    return `${services[(i * 37) % services.length]}:${verb}${nouns[i % nouns.length]}V${i}`;
  });
}

function changedDocuments(before: string[][], after: string[][]): number {
  const places = Array.from({ length: Math.max(before.length, after.length) }, (_, i) => i);
  return places.filter((i) => JSON.stringify(before[i]) !== JSON.stringify(after[i])).length;
}

/** The fewest documents, by trying every distribution of the actions. */
function fewestDocuments(actions: readonly string[], characters: number, documents: string[][] = []): number {
  const [first, ...rest] = actions;
  if (first === undefined) return documents.length;
  const choices = [...documents.keys(), documents.length].map((place) => {
    const next = documents.map((document) => [...document]);
    next[place] = [...(next[place] ?? []), first];
    const fits = documentSize(documentFor(next[place])) <= characters;
    return fits ? fewestDocuments(rest, characters, next) : Number.POSITIVE_INFINITY;
  });
  return Math.min(...choices);
}

describe('packActions', () => {
  test('the actions of Datadog’s four managed policies fit into four documents, each within IAM’s quota', () => {
    const documents = packActions(datadogActions(), MANAGED_POLICY);

    expect(documents).toHaveLength(4);
    expect(documents.flat().toSorted()).toEqual(datadogActions().toSorted());
    for (const document of documents)
      expect(JSON.stringify(documentFor(document)).length).toBeLessThanOrEqual(MANAGED_POLICY_CHARACTERS);
  });

  test('one action more or less in Datadog’s set changes a single document', () => {
    const actions = datadogActions();
    const before = packActions(actions, MANAGED_POLICY);

    const added = plausibleActions(12).map((action) => packActions([...actions, action], MANAGED_POLICY));
    const removed = actions
      .filter((_action, index) => index % 60 === 0)
      .map((action) =>
        packActions(
          actions.filter((other) => other !== action),
          MANAGED_POLICY,
        ),
      );

    expect(new Set([...added, ...removed].map((after) => changedDocuments(before, after)))).toEqual(
      new Set([1]),
    );
  });

  test('as Datadog’s set grows action by action, most steps change a single document', () => {
    const actions = datadogActions();
    const changes: number[] = [];
    let before = packActions(actions, MANAGED_POLICY);
    for (const action of plausibleActions(15)) {
      actions.push(action);
      const after = packActions(actions, MANAGED_POLICY);
      changes.push(changedDocuments(before, after));
      before = after;
    }

    expect(changes.filter((count) => count === 1).length).toBeGreaterThan(changes.length / 2);
  });

  test('the result is complete, disjoint, sorted and within the limit', () => {
    fc.assert(
      fc.property(
        fc.array(actionNames, { maxLength: 60 }),
        fc.integer({ min: 110, max: 400 }),
        (actions, characters) => {
          const documents = packActions(actions, { characters });

          const packed = documents.flat().map((action) => action.toLowerCase());
          expect(packed.toSorted()).toEqual(
            [...new Set(actions.map((action) => action.toLowerCase()))].sort(),
          );
          for (const document of documents) {
            expect(document).toEqual(document.toSorted());
            expect(JSON.stringify(documentFor(document)).length).toBeLessThanOrEqual(characters);
          }
        },
      ),
    );
  });

  test('no distribution needs fewer documents', () => {
    const actions = fc.uniqueArray(actionNames, { maxLength: 7, selector: (action) => action.toLowerCase() });
    fc.assert(
      fc.property(actions, fc.integer({ min: 22, max: 60 }), (some, room) => {
        const characters = EMPTY_DOCUMENT_CHARACTERS + room;
        expect(packActions(some, { characters })).toHaveLength(fewestDocuments(some, characters));
      }),
      { numRuns: 200 },
    );
  });

  test.each([...'bcdfghjklmnpqrst'])(
    'finds the only distribution into two documents when sorting by size misses it: %s',
    (letter) => {
      // Names of 8, 7, 7, 6, 6 and 6 characters: only 8+6+6 and 7+7+6 fill two documents, to the last character.
      const actions = ['a:345678', 'b:34567', 'c:34567', 'd:3456', 'e:3456', 'f:3456'].map((action) =>
        action.replace('3', letter),
      );
      const characters = EMPTY_DOCUMENT_CHARACTERS + 8 + 6 + 6 + 3 * 2 + 2;

      const documents = packActions(actions, { characters });

      expect(documents.map((document) => documentSize(documentFor(document)))).toEqual([
        characters,
        characters,
      ]);
    },
  );

  test('finds a distribution that leaves no character free, large actions first', () => {
    // Only one of 57, one of 27 and one of 7 characters fill a document, each with quotes and a comma.
    const actions = [57, 27, 7].flatMap((length) =>
      Array.from({ length: 10 }, (_, i) => `s:${String(i).padStart(length - 2, 'A')}`),
    );
    const characters = EMPTY_DOCUMENT_CHARACTERS + 60 + 30 + 10 - 1;

    expect(packActions(actions, { characters })).toHaveLength(10);
  });

  test('gives up an endless search and uses one document more', () => {
    // 17 actions of which no three go together: eight documents, which have room for the sum of them, cannot take them.
    const actions = Array.from({ length: 17 }, (_, i) => `s:${'A'.repeat(95 + i)}`);
    const characters = EMPTY_DOCUMENT_CHARACTERS + 299 - 1;

    expect(packActions(actions, { characters })).toHaveLength(9);
  });

  test('neither the order nor repetition of the input matters', () => {
    fc.assert(
      fc.property(fc.array(actionNames, { maxLength: 30 }), (actions) => {
        const documents = packActions(actions, { characters: 250 });
        expect(packActions(actions.toReversed(), { characters: 250 })).toEqual(documents);
        expect(packActions([...actions, ...actions], { characters: 250 })).toEqual(documents);
      }),
    );
  });

  test('an action in two letter cases is one action', () => {
    expect(packActions(['s3:getobject', 's3:GetObject'], MANAGED_POLICY)).toEqual([['s3:GetObject']]);
  });

  test('nothing to pack gives no document', () => {
    expect(packActions([], MANAGED_POLICY)).toEqual([]);
  });

  test('an action that fills a document alone is taken', () => {
    expect(packActions(['s3:GetObject'], { characters: EMPTY_DOCUMENT_CHARACTERS + 14 })).toEqual([
      ['s3:GetObject'],
    ]);
  });

  test('an action that alone exceeds the limit is refused with its size and the limit', () => {
    const pack = () =>
      packActions(['s3:GetObject', 's3:GetBucketLocation'], { characters: EMPTY_DOCUMENT_CHARACTERS + 15 });

    expect(pack).toThrow(RangeError);
    expect(pack).toThrow(
      'a policy document with the action "s3:GetBucketLocation" alone has 106 characters, but the limit is 99',
    );
  });
});

describe('documentSize', () => {
  test('white space does not count, in text as in objects', () => {
    const document = documentFor(['s3:GetObject']);

    expect(documentSize(JSON.stringify(document, null, 4))).toBe(JSON.stringify(document).length);
    expect(documentSize(document)).toBe(JSON.stringify(document).length);
  });
});
