/**
 * Runs a script. When it throws, says why and ends the process with status 1, whatever may still be open: a script
 * must not be left hanging by the server of a sandbox that nobody waits for any more.
 */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  });
}
