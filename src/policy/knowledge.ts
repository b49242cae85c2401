import { type Pattern, parsePattern } from './patterns';

/** What is known of a condition key of a request. */
export type KeyKnowledge = KnownKey | UndecidedKey;

export interface KnownKey {
  readonly kind: 'known';
  /** Empty where AWS does not send the key. */
  readonly values: readonly string[];
}

/** A key whose value nobody can know who does not see the request. */
export interface UndecidedKey {
  readonly kind: 'undecided';
  /** Does AWS send it with every such request? Otherwise not even that is known. */
  readonly isAlwaysSent: boolean;
  /** What every value of it looks like, with wildcards. */
  readonly form: Pattern;
  /** What no value of it looks like, with wildcards. */
  readonly except: readonly Pattern[];
}

/** What is known of each condition key of a request; the letter case of names does not count. */
export type RequestContext = (key: string) => KeyKnowledge;

export const ABSENT: KeyKnowledge = { kind: 'known', values: [] };

export function known(...values: readonly string[]): KeyKnowledge {
  return { kind: 'known', values };
}

/** AWS always sends it. */
export function someValue(form = '*', except: readonly string[] = []): KeyKnowledge {
  return undecided(true, form, except);
}

/** AWS sends it with some requests, and nobody can tell with which. */
export function maybeSent(form = '*', except: readonly string[] = []): KeyKnowledge {
  return undecided(false, form, except);
}

function undecided(isAlwaysSent: boolean, form: string, except: readonly string[]): KeyKnowledge {
  return { kind: 'undecided', isAlwaysSent, form: parsePattern(form), except: except.map(parsePattern) };
}
