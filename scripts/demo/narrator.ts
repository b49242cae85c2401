import { wrapWithin as wrap } from '../../src/report/wrap';
import { FACT_WIDTH, LABEL_WIDTH, STEP_INDENT, spread, WIDTH } from './layout';
import type { Act, Claim, Fact, StepResult } from './step';

/** Where the story is told. */
export interface Listener {
  readonly write: (text: string) => void;
  readonly colour: boolean;
}

export interface Narrator {
  act(act: Act): void;
  step(result: StepResult): void;
  /** The last line. */
  summary(results: readonly StepResult[], milliseconds: number): void;
}

const INDENT = ' '.repeat(STEP_INDENT);

/** https://en.wikipedia.org/wiki/ANSI_escape_code#Select_Graphic_Rendition_parameters */
const STYLES = { bold: [1, 22], dim: [2, 22], green: [32, 39], red: [31, 39] } as const;
type Style = keyof typeof STYLES;

/** Tells results to a person, in lines of at most `WIDTH` columns. */
export function createNarrator({ write, colour }: Listener): Narrator {
  let steps = 0;
  const styled = (style: Style, text: string) => {
    const [on, off] = STYLES[style];
    return colour ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  };
  const line = (text = '') => write(`${text}\n`);

  function tellFact({ label, lines }: Fact): void {
    lines
      .flatMap((text) => wrap(text, FACT_WIDTH))
      .forEach((text, index) => {
        const head = index === 0 ? label : '';
        line(`${INDENT}${styled('dim', head.padEnd(LABEL_WIDTH))}${text}`.trimEnd());
      });
  }

  function tellClaim({ text, held }: Claim): void {
    const [first = '', ...rest] = wrap(text, WIDTH - INDENT.length - 2);
    line(`${INDENT}${held ? styled('green', '✓') : styled('red', '✗')} ${first}`);
    for (const more of rest) line(`${INDENT}  ${more}`);
  }

  return {
    act: ({ title, setting }) => {
      if (steps > 0) write('\n\n');
      for (const text of wrap(title, WIDTH)) line(styled('bold', text));
      for (const text of wrap(setting, WIDTH)) line(styled('dim', text));
    },
    step: ({ title, milliseconds, facts, claims }) => {
      steps += 1;
      const duration = `${milliseconds} ms`;
      const heading = spread(`${String(steps).padStart(2)}  ${title}`, duration, WIDTH);
      line();
      line(styled('bold', heading.slice(0, -duration.length)) + styled('dim', duration));
      facts.forEach(tellFact);
      claims.forEach(tellClaim);
    },
    summary: (results, milliseconds) => {
      const failed = results.filter(({ held }) => !held);
      const seconds = (milliseconds / 1000).toFixed(1);
      line();
      if (failed.length === 0) line(styled('green', `All ${results.length} steps held, in ${seconds} s.`));
      else line(styled('red', `${failed.length} of ${results.length} steps did not hold.`));
    },
  };
}
