/** A command of a document, and what it is shown to print. */
export interface TranscriptStep {
  readonly command: string;
  /** `…` stands for whatever differs from run to run. */
  readonly output: string;
}

const BLOCK = /^```console\n(.*?)^```$/gms;
const PROMPT = '$ ';

/** The shell sessions of a document in Markdown: blocks of the language `console`, in which commands follow a `$`. */
export function transcriptOf(markdown: string): TranscriptStep[] {
  return [...markdown.matchAll(BLOCK)].flatMap(([, block = '']) => stepsIn(block));
}

function stepsIn(block: string): TranscriptStep[] {
  const steps: { command: string; output: string }[] = [];
  let continues = false;
  for (const line of block.split('\n').slice(0, -1)) {
    const current = steps.at(-1);
    if (line.startsWith(PROMPT)) steps.push({ command: line.slice(PROMPT.length), output: '' });
    else if (current === undefined) throw new Error(`the block begins without a command: ${line}`);
    else if (continues) current.command += `\n${line}`;
    else current.output += `${line}\n`;
    continues = (continues || line.startsWith(PROMPT)) && isOpen(steps.at(-1)?.command ?? '');
  }
  return steps;
}

/** Whether a command goes on in the next line. */
function isOpen(command: string): boolean {
  const quotes = (mark: string) => command.split(mark).length % 2 === 0;
  return command.endsWith('\\') || quotes("'") || quotes('"');
}

/** Whether a program printed what a document shows. */
export function isAsShown(printed: string, shown: string): boolean {
  const pattern = shown
    .split('…')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*?');
  return new RegExp(`^${pattern}$`, 's').test(printed);
}
