import { createLimiter } from '../../src/runtime/limiter';

/** Work that ends when the test says so. */
function tasks(limiter: ReturnType<typeof createLimiter>) {
  const started: string[] = [];
  const ends = new Map<string, { resolve(): void; reject(error: Error): void }>();
  const run = (name: string) =>
    limiter(() => {
      started.push(name);
      return new Promise<string>((resolve, reject) =>
        ends.set(name, { resolve: () => resolve(name), reject }),
      );
    });
  return { started, run, end: (name: string) => ends.get(name) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('runs no more at once than it is told to, and the rest in the order of their coming', async () => {
  const { started, run, end } = tasks(createLimiter(2));
  const all = ['a', 'b', 'c', 'd'].map(run);

  await settled();
  expect(started).toEqual(['a', 'b']);

  end('b')?.resolve();
  await settled();
  expect(started).toEqual(['a', 'b', 'c']);

  end('a')?.resolve();
  end('c')?.resolve();
  await settled();
  end('d')?.resolve();
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
});

test('a failure goes to whom it concerns, and frees its place', async () => {
  const { started, run, end } = tasks(createLimiter(1));
  const failing = run('a');
  const next = run('b');

  await settled();
  end('a')?.reject(new Error('no'));
  await expect(failing).rejects.toThrow('no');
  await settled();
  end('b')?.resolve();

  expect(await next).toBe('b');
  expect(started).toEqual(['a', 'b']);
});

test('what comes while a place is handed on does not get in before its turn', async () => {
  const { started, run, end } = tasks(createLimiter(1));
  run('a');
  run('b');
  await settled();

  end('a')?.resolve();
  // Between the end of one and the beginning of the next.
  await Promise.resolve();
  run('c');
  await settled();
  expect(started).toEqual(['a', 'b']);

  end('b')?.resolve();
  await settled();
  expect(started).toEqual(['a', 'b', 'c']);
});

test('places are free again when all is done', async () => {
  const limiter = createLimiter(1);
  await Promise.all([limiter(async () => 1), limiter(async () => 2)]);
  expect(await limiter(async () => 3)).toBe(3);
});
