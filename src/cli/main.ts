import { withoutCodes } from '../report/cause-words';
import { visible } from '../runtime/text';
import { VERSION } from '../runtime/version';
import type { Command } from './arguments/command';
import { commands } from './arguments/commands';
import { commandHelp, programHelp } from './arguments/help';
import { parseCommand } from './arguments/parse';
import { doctor } from './commands/doctor';
import { explain } from './commands/explain';
import { plan } from './commands/plan';
import { validate } from './commands/validate';
import { EXIT_CANNOT_TELL } from './exit-codes';
import type { Terminal } from './terminal';

/** Runs the command line; whatever goes wrong is said in a sentence. @returns the exit code */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await run(parseCommand(args), terminal);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    terminal.tell(`${message.split('\n').map(sentence).join('\n')}\n`);
    return EXIT_CANNOT_TELL;
  }
}

async function run(command: Command, terminal: Terminal): Promise<number> {
  switch (command.name) {
    case 'help': {
      const { of } = command;
      terminal.write(
        of === undefined ? programHelp(terminal.width) : commandHelp(commands[of], terminal.width),
      );
      return 0;
    }
    case 'version':
      terminal.write(VERSION);
      return 0;
    case 'validate':
      return validate(command, terminal);
    case 'doctor':
      return doctor(command, terminal);
    case 'explain':
      return explain(command, terminal);
    case 'plan':
      return plan(command, terminal);
  }
}

function sentence(text: string): string {
  return withoutCodes(visible(text));
}
