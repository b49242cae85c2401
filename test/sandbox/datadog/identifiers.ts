import { createHash } from 'node:crypto';
import type { Instant } from './instant';

/** What Datadog makes up, in the same order in every run. */
export class Identifiers {
  #made = 0;

  /** An account config id of an organization, by its API key: no two organizations have the same, whichever sandbox they are in. */
  uuid(apiKey: string): string {
    const hex = this.#hex(apiKey);
    const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
    return [...parts, hex.slice(20, 32)].join('-');
  }

  /** 32 hex digits. */
  externalId(): string {
    return this.#hex().slice(0, 32);
  }

  /** @param now milliseconds since the Unix epoch */
  instant(now: number): Instant {
    const digits = this.#hex().replaceAll(/\D/g, '').padEnd(4, '7');
    // Of three and of six digits, at most the last one is a zero: as many are shown as are recorded.
    const [one, two, three, four] = digits;
    return { ms: Math.floor(now), nanos: `${one}4${two}${three}6${four}` };
  }

  #hex(owner = 'datadog'): string {
    this.#made += 1;
    return createHash('sha256').update(`${owner} ${this.#made}`).digest('hex');
  }
}
