import { readFileSync } from 'node:fs';
import { shownDefault } from '../../scripts/docs/properties-page';
import { attributeTexts } from '../../scripts/docs/property-texts';
import { writtenFiles } from '../../scripts/docs/written-files';
import { propertyNames } from '../../src/integration/contract';

const readme = readFileSync('README.md', 'utf8');
const [, theResource = ''] = /\n## The resource\n(.*?)\n## /s.exec(readme) ?? [];

test.each([...writtenFiles()])('%s is as `npm run docs` writes it', (path, text) => {
  expect(readFileSync(path, 'utf8')).toBe(text);
});

describe('the table of properties in README.md', () => {
  const rows = [...theResource.matchAll(/^\| (`.*?) \| (.*?) \| /gm)].map(([, names = '', shown = '']) => ({
    names: namesIn(names),
    shown,
  }));

  test('has every property, and no other', () => {
    expect(rows.flatMap(({ names }) => names).sort()).toEqual([...propertyNames].sort());
  });

  test.each(rows)('has the default of $names', ({ names, shown }) => {
    const defaults = propertyNames.filter((name) => names.includes(name)).map(shownDefault);
    if (names.length === 1) expect(defaults).toEqual([shown]);
    else for (const each of defaults) expect(each).toContain(shown);
  });
});

test('README.md names the attributes that there are', () => {
  const [, sentence = ''] = /`Fn::GetAtt` gives (.*?`)\.\n/s.exec(theResource) ?? [];
  expect(namesIn(sentence.replace(/\(.*?\)/gs, ''))).toEqual(Object.keys(attributeTexts));
});

function namesIn(text: string): string[] {
  return [...text.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
}
