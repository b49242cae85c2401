import { sentAtOf } from '../../src/custom-resource/sent-at';
import { awaitedUntil } from '../../src/custom-resource/time-limit';

const url = (query: string) => new URL(`https://example.com/x?${query}`);

test('CloudFormation’s date tells when an event was sent', () => {
  expect(sentAtOf(url('X-Amz-Date=20261127T120003Z&X-Amz-Expires=7200'))).toBe(
    Date.parse('2026-11-27T12:00:03Z'),
  );
});

test.each([
  '',
  'X-Amz-Date=',
  'X-Amz-Date=20261127',
  'X-Amz-Date=20261327T990003Z',
  'AWSAccessKeyId=x&Expires=1',
])('a URL with %p does not tell', (query) => {
  expect(sentAtOf(url(query))).toBeUndefined();
});

test('CloudFormation waits for the resource’s ServiceTimeout, or for an hour', () => {
  expect(awaitedUntil(1_000, 60)).toBe(61_000);
  expect(awaitedUntil(1_000)).toBe(3_601_000);
  expect(awaitedUntil(undefined, 60)).toBeUndefined();
});
