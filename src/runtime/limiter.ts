/** Runs work when its turn comes, which is in the order in which it was asked for. */
export type Limiter = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets no more than `atOnce` pieces of work run at the same time; a failed one frees its place as well. */
export function createLimiter(atOnce: number): Limiter {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running < atOnce) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // A place is handed on, not given up: nobody can come in between.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
