import { rangeContains } from '../../src/policy/ip-address';

test.each<[string, string, boolean]>([
  ['10.0.0.0/8', '10.255.255.255', true],
  ['10.0.0.0/8', '11.0.0.0', false],
  ['192.0.2.16/28', '192.0.2.31', true],
  ['192.0.2.16/28', '192.0.2.32', false],
  ['0.0.0.0/0', '203.0.113.255', true],
  ['203.0.113.7', '203.0.113.7', true],
  ['203.0.113.7/32', '203.0.113.8', false],
  ['2001:db8::/32', '2001:db8:ffff::1', true],
  ['2001:db8::/32', '2001:db9::', false],
  ['2001:DB8::1', '2001:db8:0:0:0:0:0:1', true],
  ['::/0', '2001:db8::1', true],
  ['ffff::/16', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', true],
])('%s contains %s: %s', (range, address, expected) => {
  expect(rangeContains(range, address)).toBe(expected);
});

test.each<[string, string]>([
  ['0.0.0.0/0', '::1'],
  ['::/0', '10.0.0.1'],
  ['0.0.0.0/', '10.0.0.1'],
  ['0.0.0.0/33', '10.0.0.1'],
  ['0.0.0.0/-1', '10.0.0.1'],
  ['0.0.0.0/x', '10.0.0.1'],
  ['::/129', '::1'],
  ['0.0.0.0/0', '10.0.0'],
  ['0.0.0.0/0', '10.0.0.0.1'],
  ['0.0.0.0/0', '10.0.0.256'],
  ['0.0.0.0/0', '10.0.0.-1'],
  ['0.0.0.0/0', '10.0.0.x'],
  ['::/0', '1:2:3:4:5:6:7'],
  ['::/0', '1:2:3:4:5:6:7:8:9'],
  ['::/0', '1:2:3:4:5:6:7:10000'],
  ['::/0', 'somewhere'],
  ['anywhere', '10.0.0.1'],
  ['::/0', ''],
])('%s does not contain %s, for one of them is no address of that kind', (range, address) => {
  expect(rangeContains(range, address)).toBe(false);
});
