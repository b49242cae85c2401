import { visible } from '../runtime/text';
import { validate } from './commands/validate';
import { EXIT_CANNOT_TELL } from './exit-codes';

/** Runs the command line; whatever goes wrong is said in one line. @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  try {
    return await validate(args);
  } catch (error) {
    console.error(visible(error instanceof Error ? error.message : String(error)));
    return EXIT_CANNOT_TELL;
  }
}
