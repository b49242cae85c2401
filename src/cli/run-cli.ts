import { main } from './main';
import { terminalOf } from './terminal';

/** Runs the program in this process: its exit code becomes that of the process. */
export async function runCli(args: readonly string[]): Promise<void> {
  // The SDK's eight lines about versions of Node are for those who build with it, not for those who run this.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  process.exitCode = await main(args, terminalOf(process));
}
