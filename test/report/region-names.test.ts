import { nameRegions, withoutRegionLists } from '../../src/report/region-names';

const ALL = Array.from({ length: 12 }, (_, index) => `eu-west-${index + 1}`);

test.each([
  ['all', ALL, 'all 12 regions'],
  ['all but two', ALL.slice(2), 'all but eu-west-1, eu-west-2'],
  ['few', ALL.slice(0, 4), 'eu-west-1, eu-west-2, eu-west-3, eu-west-4'],
  ['half', ALL.slice(0, 6), 'eu-west-1, eu-west-2, eu-west-3, eu-west-4, eu-west-5, eu-west-6'],
  ['none', [], ''],
])('%s of the regions are named in short', (_, names, text) => {
  expect(nameRegions(names, ALL)).toBe(text);
});

test('of many among still more, the first are named', () => {
  const more = [...ALL, ...ALL.map((name) => `${name}0`)];

  expect(nameRegions(ALL, more)).toBe('eu-west-1, eu-west-2, eu-west-3 and 9 more');
});

test('regions that are not among all are not taken for their rest', () => {
  expect(nameRegions(['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-west-1'], ALL)).toBe(
    'us-east-1, us-east-2, us-west-1, us-west-2, ca-west-1',
  );
});

test('a sentence keeps short lists, and what is no list of regions', () => {
  const text =
    'In eu-west-1, eu-west-2; set Regions to eu-west-1,eu-west-2,eu-west-3,eu-west-4,eu-west-5,eu-west-6.';

  expect(withoutRegionLists(text, ALL)).toBe(text);
  expect(withoutRegionLists(`In ${ALL.join(', ')}: no.`, ALL)).toBe('In all 12 regions: no.');
  expect(withoutRegionLists(`In ${ALL.slice(1, 8).join(', ')}: no.`, ALL)).toBe(
    'In eu-west-2 and 6 more regions: no.',
  );
});
