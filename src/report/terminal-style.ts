import type { Tone } from './tone';

export type Colour = 'green' | 'yellow' | 'red' | 'grey' | 'bold';

export interface TextStyle {
  readonly inColour: boolean;
  /** Columns of the terminal; lines are not broken without it. Commands and other long words never are. */
  readonly width?: number;
}

/** https://en.wikipedia.org/wiki/ANSI_escape_code#Select_Graphic_Rendition_parameters */
const ANSI: Readonly<Record<Colour, number>> = { green: 32, yellow: 33, red: 31, grey: 90, bold: 1 };
const ESCAPE = String.fromCharCode(27);
const PAINT = new RegExp(`${ESCAPE}\\[\\d+m`, 'g');

export const COLOUR_OF: Readonly<Record<Tone, Colour>> = {
  good: 'green',
  warn: 'yellow',
  bad: 'red',
  open: 'grey',
};

export function paint({ inColour }: TextStyle, colour: Colour, text: string): string {
  return inColour ? `${ESCAPE}[${ANSI[colour]}m${text}${ESCAPE}[0m` : text;
}

/** What is longer than the terminal is wide is broken by the terminal. */
export function rowsOf(lines: readonly string[], { width }: TextStyle): number {
  if (width === undefined) return lines.length;
  const rows = lines.map((line) => Math.max(1, Math.ceil(line.replaceAll(PAINT, '').length / width)));
  return rows.reduce((sum, each) => sum + each, 0);
}
