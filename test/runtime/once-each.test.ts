import { onceEach } from '../../src/runtime/once-each';

test('each combination of names has its own thing, made when it is asked for first', () => {
  const made: string[] = [];
  const thingOf = onceEach((one: string, other: string) => {
    made.push(`${one}+${other}`);
    return { one, other };
  });

  expect(thingOf('a', 'b c')).toBe(thingOf('a', 'b c'));
  expect(thingOf('a b', 'c')).not.toBe(thingOf('a', 'b c'));
  expect(made).toEqual(['a+b c', 'a b+c']);
});

test('nothing is made twice, be it nothing at all', () => {
  const make = jest.fn(() => undefined);
  const thingOf = onceEach(make);
  thingOf();
  thingOf();
  expect(make).toHaveBeenCalledTimes(1);
});
