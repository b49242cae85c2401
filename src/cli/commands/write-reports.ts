import { writeFile } from 'node:fs/promises';
import { reportPage } from '../../report/html/report-page';
import type { Report } from '../../report/report';
import { reportsText } from '../../report/terminal-text';
import { show, visible } from '../../runtime/text';
import { UserError } from '../../runtime/user-error';
import type { Terminal } from '../terminal';

/** The page could not be written. */
export class PageNotWritten extends UserError {
  override readonly name = 'PageNotWritten';
}

/** Shows reports as they were asked for: as text or data, and as a page besides. @throws PageNotWritten */
export async function writeReports(
  reports: readonly Report[],
  { json, html }: { readonly json: boolean; readonly html: string | undefined },
  terminal: Terminal,
): Promise<void> {
  const { inColour, width } = terminal;
  if (json) terminal.write(jsonText(reports));
  else if (reports.length > 0) terminal.write(reportsText(reports, { inColour, width }));
  if (html === undefined || reports.length === 0) return;
  try {
    await writeFile(html, reportPage(reports));
  } catch (error) {
    throw new PageNotWritten(
      `The page could not be written to ${show(html)}: ${error instanceof Error ? error.message : String(error)}. Name a file in a folder that is there and may be written to.`,
      { cause: error },
    );
  }
  terminal.tell(`The page is in ${visible(html)}\n`);
}

/** JSON writes its own line breaks between values, and none within one: no other character has to be kept. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2).split('\n').map(visible).join('\n');
}
