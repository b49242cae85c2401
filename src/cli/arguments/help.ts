import { hang, wrap } from '../../report/wrap';
import { type CommandSpec, commandNames, commands, PROGRAM } from './commands';

const EXIT_CODES =
  'Exit codes: 0 healthy (explained; nothing to do), 1 not healthy (something to do), 2 could not tell.';

/** What the program can do, in lines of at most `width` columns. */
export function programHelp(width: number): string {
  const widest = Math.max(...commandNames.map((name) => name.length));
  return [
    `Usage: ${PROGRAM} <command> [options]`,
    '',
    ...commandNames.flatMap((name) => hang(`  ${name.padEnd(widest)}  `, commands[name].summary, width)),
    '',
    ...wrap(`${PROGRAM} <command> --help says more; --version tells the version.`, width),
    ...wrap(EXIT_CODES, width),
  ].join('\n');
}

export function commandHelp({ name, forms, about, options }: CommandSpec, width: number): string {
  const heads = options.map((option) => {
    const short = option.short === undefined ? '' : `-${option.short}, `;
    return `  ${short}--${option.name}${option.value === undefined ? '' : ` ${option.value}`}`;
  });
  const widest = Math.max(...heads.map((head) => head.length));
  return [
    ...forms.map((form, index) => `${index === 0 ? 'Usage:' : '      '} ${PROGRAM} ${name} ${form}`),
    '',
    ...wrap(about, width),
    '',
    ...options.flatMap((option, index) =>
      hang(`${(heads[index] ?? '').padEnd(widest)}  `, option.help, width),
    ),
    '',
    ...wrap(EXIT_CODES, width),
  ].join('\n');
}
