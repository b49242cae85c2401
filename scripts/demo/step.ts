/** A value as JSON holds it. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** Something a step found out: a row on the terminal, a member of `facts` in JSON. */
export interface Fact {
  /** Its name in JSON. */
  readonly name: string;
  readonly label: string;
  readonly value: JsonValue;
  /** What a person reads, line by line. */
  readonly lines: readonly string[];
}

/** Something that a step says is so, and whether it is. */
export interface Claim {
  readonly text: string;
  readonly held: boolean;
}

export interface Findings {
  readonly facts: readonly Fact[];
  readonly claims: readonly Claim[];
}

/** One step of an act, on what the act has set up. */
export interface Step<Stage> {
  /** Stable; lower case with dashes. */
  readonly id: string;
  readonly title: string;
  /** May throw: the step has then not held. */
  readonly run: (stage: Stage) => Promise<Findings>;
}

export interface StepResult extends Findings {
  readonly id: string;
  readonly title: string;
  /** Whether it got to its end and all its claims held. */
  readonly held: boolean;
  readonly milliseconds: number;
}

/** A part of the demo with a setting of its own. */
export interface Act {
  readonly title: string;
  /** What it is played on, in a sentence or two. */
  readonly setting: string;
  /** Performs the steps one after the other, and tells each result as soon as it is there. */
  readonly perform: (tell: (result: StepResult) => void) => Promise<void>;
}

export function fact(
  name: string,
  label: string,
  value: JsonValue,
  lines: string | readonly string[] = String(value),
): Fact {
  return { name, label, value, lines: typeof lines === 'string' ? [lines] : lines };
}

export function claim(text: string, held: boolean): Claim {
  return { text, held };
}
