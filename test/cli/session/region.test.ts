import { checkRegion } from '../../../src/cli/session/region';

test.each(['us-east-1', 'us-gov-west-1', 'eu-west-9'])('%s is tried', (region) => {
  expect(checkRegion(region)).toBe(region);
});

test.each([
  [undefined, 'There is no region: name that'],
  ['us-eats-1', 'Did you mean us-east-1?'],
  ['eu-wset-1', 'Did you mean eu-west-1?'],
  ['Frankfurt', 'names are such as us-east-1'],
  ['eu_central_1', 'Did you mean eu-central-1?'],
  ['us-esat-1', 'Did you mean us-east-1?'],
])('%p is refused, with what may have been meant', (region, text) => {
  expect(() => checkRegion(region)).toThrow(text);
});
