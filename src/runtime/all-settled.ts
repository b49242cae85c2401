/**
 * Like `Promise.all`, but rejects only after every promise has ended: nothing runs on behind the caller's back.
 * The first rejection in order is the one that is thrown.
 */
export async function allSettled<const Promises extends readonly Promise<unknown>[]>(
  promises: Promises,
): Promise<{ -readonly [Index in keyof Promises]: Awaited<Promises[Index]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
