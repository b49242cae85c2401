import { withShortLists } from '../../src/report/short-lists';

const REGIONS = ['ap-southeast-1', 'eu-west-1', 'us-east-1', 'us-gov-west-1', 'us-west-2'];

test('a long list of regions is cut after three, and what follows is seen', () => {
  expect(withShortLists(`STS is off in ${REGIONS.join(', ')}; ask for it.`)).toBe(
    'STS is off in ap-southeast-1, eu-west-1, us-east-1 and 2 more; ask for it.',
  );
});

test('a list that would hardly become shorter is left as it is', () => {
  const text = `in ${REGIONS.slice(0, 4).join(', ')}.`;

  expect(withShortLists(text)).toBe(text);
});

test('every list of a text is cut, and lists of anything else are not', () => {
  const list = REGIONS.join(', ');
  const others = 'one, two, three, four, five, six';

  expect(withShortLists(`${list}: x; ${list}: ${others}`)).toBe(
    `ap-southeast-1, eu-west-1, us-east-1 and 2 more: x; ap-southeast-1, eu-west-1, us-east-1 and 2 more: ${others}`,
  );
});

test('long lists of regions lose their end and say how much of it, short ones stay', () => {
  expect(withShortLists('refused in us-east-1, us-gov-west-1, eu-west-1, eu-west-2, ap-south-2.')).toBe(
    'refused in us-east-1, us-gov-west-1, eu-west-1 and 2 more.',
  );
  const short = 'refused in us-east-1, us-west-1, eu-west-1, eu-west-2.';
  expect(withShortLists(short)).toBe(short);
});
