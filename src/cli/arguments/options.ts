import { parseArgs } from 'node:util';
import { didYouMean } from '../../runtime/suggest';
import { show } from '../../runtime/text';
import { type CommandSpec, type OptionSpec, PROGRAM } from './commands';
import { UsageError } from './usage-error';

/** The options of a command line, by their names without dashes. */
export interface OptionValues {
  has(name: string): boolean;
  /** Of an option that is given twice, the last value, as with the AWS CLI. */
  value(name: string): string | undefined;
  /** What is no option. */
  readonly words: readonly string[];
}

/** @throws UsageError for what the command does not take, with what it may have been meant for */
export function readOptions(args: readonly string[], command: CommandSpec): OptionValues {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(command.options.map((option) => [option.name, parserOption(option)])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, string | undefined>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'option') {
      const option = command.options.find(({ name }) => name === token.name);
      if (option === undefined) throw unknownOption(token.rawName, command);
      checkValue(option, token.value, token.inlineValue ?? false);
      values.set(option.name, token.value);
    } else if (token.kind === 'positional') {
      words.push(token.value);
    }
  }
  const [word] = words;
  if (word !== undefined && !command.takesText) throw unexpectedWord(word, command);
  return { has: (name) => values.has(name), value: (name) => values.get(name), words };
}

function parserOption({ value, short }: OptionSpec) {
  return {
    type: value === undefined ? ('boolean' as const) : ('string' as const),
    ...(short === undefined ? {} : { short }),
  };
}

function checkValue(
  { name, value: placeholder }: OptionSpec,
  value: string | undefined,
  isInline: boolean,
): void {
  if (placeholder === undefined) {
    if (value !== undefined) throw new UsageError(`--${name} takes no value, and has ${show(value)}.`);
    return;
  }
  if (value === undefined || value === '')
    throw new UsageError(`--${name} needs a value: --${name} ${placeholder}.`);
  if (!isInline && value.startsWith('-')) {
    throw new UsageError(
      `--${name} needs a value, and ${show(value)} looks like an option: write --${name}=${placeholder} if the value begins with a dash.`,
    );
  }
}

function unknownOption(written: string, { name, options }: CommandSpec): UsageError {
  const known = options.map((option) => `--${option.name}`);
  return new UsageError(
    `${name} has no option ${show(written)}.${didYouMean(written, known) || ` ${PROGRAM} ${name} --help lists those that it has.`}`,
  );
}

function unexpectedWord(word: string, { name, options }: CommandSpec): UsageError {
  const named = options.find((option) => option.name === word);
  const advice =
    named === undefined
      ? options.some((option) => option.name === 'role-name')
        ? `for a role: ${PROGRAM} ${name} --role-name ${word}`
        : `${PROGRAM} ${name} --help says what it takes`
      : `write --${word}`;
  return new UsageError(`${name} takes no argument ${show(word)}; ${advice}.`);
}
