/**
 * Calls that are held until the function that makes them has nothing left to do but to wait for answers. What it sends
 * together is then answered together, however busy the machine is. For one function at a time, that skips its waits.
 */
export class HeldCalls {
  #held: (() => void)[] = [];
  #arrived = 0;
  #sent = 0;

  /** Resolves when as many calls have arrived as the function says that it has sent. */
  arrive(): Promise<void> {
    return new Promise((resolve) => {
      this.#held.push(resolve);
      this.#arrived += 1;
      this.#letGo();
    });
  }

  /** A new event begins: calls are counted anew. */
  begin(): void {
    this.#arrived = this.#held.length;
    this.#sent = 0;
  }

  /** The function waits for answers, having sent so many calls since its event began. */
  waitsAfter(sent: number): void {
    this.#sent = sent;
    this.#letGo();
  }

  #letGo(): void {
    if (this.#arrived !== this.#sent) return;
    for (const goOn of this.#held.splice(0)) goOn();
  }
}
