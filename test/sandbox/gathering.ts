/** Calls that are held until no further one has come for a while, and then go on together. */
export class Gathering {
  #waiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** Resolves when for `quietMs` nobody else has joined. */
  join(quietMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        for (const goOn of this.#waiting.splice(0)) goOn();
      }, quietMs);
    });
  }
}
