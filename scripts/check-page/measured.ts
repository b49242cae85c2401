import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../test/support/run-program';

/** A page as a browser lays it out. */
export interface Measured {
  readonly pagePixels: number;
  /** Names of checks that take more than one line. */
  readonly brokenNames: readonly string[];
}

const RESULT = /<pre id="result">([^<]+)<\/pre>/;

/** Lays out a page in a window of a width. @throws Error when the browser says nothing */
export async function measured(browser: string, page: string, windowPixels: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  try {
    writeFileSync(join(folder, 'page.html'), page);
    const frame = join(folder, 'frame.html');
    writeFileSync(frame, frameOf(windowPixels));
    const { stdout, stderr } = await runProgram(
      browser,
      [...OPTIONS, `--user-data-dir=${join(folder, 'profile')}`, '--dump-dom', `file://${frame}`],
      process.env,
    );
    const [, result] = RESULT.exec(stdout) ?? [];
    if (result === undefined) throw new Error(`${browser} laid out nothing:\n${stdout}\n${stderr}`);
    // Written by the frame below.
    return JSON.parse(result) as Measured;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const OPTIONS = [
  '--headless',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // The frame reads the page that lies beside it.
  '--allow-file-access-from-files',
  // Chromium has no sandbox for root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** The page runs no script, so that another one has to look at it. */
function frameOf(windowPixels: number): string {
  return `<!doctype html>
<iframe id="frame" src="page.html" style="border: 0; width: ${windowPixels}px; height: 800px"></iframe>
<pre id="result"></pre>
<script>
document.getElementById('frame').onload = ({ target }) => {
  const { documentElement } = target.contentDocument;
  const names = [...documentElement.querySelectorAll('.passed th')];
  const linesOf = (name) => {
    const text = target.contentDocument.createRange();
    text.selectNodeContents(name);
    return text.getClientRects().length;
  };
  document.getElementById('result').textContent = JSON.stringify({
    pagePixels: documentElement.scrollWidth,
    brokenNames: names.filter((name) => linesOf(name) > 1).map((name) => name.textContent),
  });
};
</script>
`;
}
