/** What something was before each of its changes. */
export class History<State> {
  #past: { readonly until: number; readonly state: State }[] = [];

  /** To be called right before a change. What ended more than `keptMs` ago is forgotten. */
  keep(state: () => State, now: number, keptMs: number): void {
    this.#past = this.#past.filter(({ until }) => until > now - keptMs);
    // Of several changes at one moment, nobody has ever seen what was in between.
    if (this.#past.at(-1)?.until !== now) this.#past.push({ until: now, state: state() });
  }

  /** The state at that moment; undefined when it has not changed since, as far as is known. */
  at(moment: number): State | undefined {
    return this.#past.find(({ until }) => until > moment)?.state;
  }

  forget(): void {
    this.#past = [];
  }
}
