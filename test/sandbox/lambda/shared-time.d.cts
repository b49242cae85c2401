export function newSharedTime(): SharedArrayBuffer;
export function takeSlot(taken: ReadonlySet<number>): number;
export function sharedTime(
  buffer: SharedArrayBuffer,
  slot: number,
  realNow: () => number,
): {
  now(): number;
  begin(): void;
  work(): void;
  rest(): void;
  skipTo(dueAt: number): boolean;
};
export function passTime(buffer: SharedArrayBuffer, ms: number): void;
export function timeAt(buffer: SharedArrayBuffer, realNow: () => number): number;
