'use strict';

/**
 * The clock that functions whose waits take no time have in common: it stands still while any of them works, and when all
 * of them only wait, it jumps to where the first one goes on. So what happens in two invocations at once happens in the order
 * in which it would, however fast or busy the machine is.
 *
 * Shared between threads: the time, what has been skipped of it, and for each function whether it is at rest, at work, or
 * waits and until when; in microseconds.
 */

const TIME = 0;
const SKIPPED = 1;
const FIRST_SLOT = 2;
const SLOTS = 64;
const AT_REST = 0n;
const AT_WORK = 1n;

exports.newSharedTime = () => new SharedArrayBuffer((FIRST_SLOT + SLOTS) * BigInt64Array.BYTES_PER_ELEMENT);

/** @returns a slot that nobody has */
exports.takeSlot = (taken) => {
  for (let slot = 0; slot < SLOTS; slot++) if (!taken.has(slot)) return slot;
  throw new Error(`no more than ${SLOTS} functions at the same time`);
};

/** The time as one function sees and changes it. `realNow` is in milliseconds since 1970, as all times are here. */
exports.sharedTime = (buffer, slot, realNow) => {
  const cells = new BigInt64Array(buffer);
  const slots = Array.from({ length: SLOTS }, (_, index) => FIRST_SLOT + index);
  const own = FIRST_SLOT + slot;
  const others = slots.filter((cell) => cell !== own);
  const now = () => fromMicroseconds(Atomics.load(cells, TIME));
  const set = (state) => Atomics.store(cells, own, state);

  return {
    now,
    /** Goes to work: time has passed meanwhile as it does, unless others are at something. */
    begin() {
      set(AT_WORK);
      if (others.some((cell) => Atomics.load(cells, cell) !== AT_REST)) return;
      const real = microseconds(realNow()) + Atomics.load(cells, SKIPPED);
      if (real > Atomics.load(cells, TIME)) Atomics.store(cells, TIME, real);
    },
    work: () => set(AT_WORK),
    rest: () => set(AT_REST),
    /** Waits until `dueAt`, and is there at once if nobody else has anything to do before. @returns whether it is */
    skipTo(dueAt) {
      const due = microseconds(dueAt);
      set(due > AT_WORK ? due : AT_WORK);
      const isFirst = others.every((cell) => {
        const state = Atomics.load(cells, cell);
        return state === AT_REST || (state !== AT_WORK && state >= due);
      });
      if (!isFirst) return false;
      set(AT_WORK);
      const time = Atomics.load(cells, TIME);
      if (due > time && Atomics.compareExchange(cells, TIME, time, due) === time)
        Atomics.add(cells, SKIPPED, due - time);
      return true;
    },
  };
};

/** Lets time pass while nobody works. */
exports.passTime = (buffer, ms) => {
  Atomics.add(new BigInt64Array(buffer), SKIPPED, microseconds(ms));
};

/** The time as those see it that are no function. */
exports.timeAt = (buffer, realNow) => {
  const cells = new BigInt64Array(buffer);
  const time = Atomics.load(cells, TIME);
  if (cells.subarray(FIRST_SLOT).some((_, index) => Atomics.load(cells, FIRST_SLOT + index) !== AT_REST))
    return fromMicroseconds(time);
  const real = microseconds(realNow()) + Atomics.load(cells, SKIPPED);
  return fromMicroseconds(real > time ? real : time);
};

function microseconds(ms) {
  return BigInt(Math.round(ms * 1000));
}

function fromMicroseconds(value) {
  return Number(value) / 1000;
}
