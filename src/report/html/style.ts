/** The page's only style sheet: light and dark as the reader has it, and black on white in print. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1c2024; --quiet: #60646c; --line: #d9dbe0; --code: #f4f5f7;
  --good: #18794e; --bad: #c62a2f; --warn: #8a6100; --open: #60646c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16181c; --ink: #e6e8eb; --quiet: #9ba1a6; --line: #33373d; --code: #22262b;
    --good: #4cc38a; --bad: #ff8589; --warn: #f1c04b; --open: #9ba1a6;
  }
}
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 68rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.5rem; margin: 0 0 .25rem }
h2 { font-size: 1.1rem; margin: 2.25rem 0 .75rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem }
h3 { font-size: 1rem; margin: 0 }
article + article { margin-top: 4rem; border-top: 2px solid var(--line); padding-top: 2rem }
p { margin: .35rem 0 }
.quiet { color: var(--quiet); font-size: .9rem }
.verdict { border-left: .35rem solid; padding: .6rem 1rem; margin: 1.25rem 0; background: var(--code); font-size: 1.1rem }
.state { font-weight: 700; text-transform: uppercase; font-size: .78rem; letter-spacing: .04em }
.good { color: var(--good) } .bad { color: var(--bad) } .warn { color: var(--warn) } .open { color: var(--open) }
.verdict p { color: var(--ink) }
.finding { border: 1px solid var(--line); border-left: .35rem solid; border-radius: .25rem; padding: .8rem 1rem;
  margin: .8rem 0 }
.finding > * { color: var(--ink) } .finding > .state { color: inherit; display: block }
ul, ol { margin: .35rem 0; padding-left: 1.4rem }
li { margin: .2rem 0 }
pre { margin: .35rem 0; padding: .6rem .8rem; background: var(--code); border-radius: .25rem; overflow-x: auto;
  font: .85rem/1.45 ui-monospace, monospace; white-space: pre-wrap }
.regions { list-style: none; display: flex; flex-wrap: wrap; gap: .35rem; padding: 0 }
.regions li { border: 1px solid; border-radius: 1rem; padding: .05rem .65rem; font-size: .85rem; margin: 0 }
table { border-collapse: collapse; width: 100%; font-size: .92rem }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem .4rem 0; border-bottom: 1px solid var(--line) }
th { font-weight: 600 }
.passed th { width: 15rem }
.drift { table-layout: fixed }
@media screen and (max-width: 40rem) {
  .drift thead { display: none }
  tr, th, td, .passed th { display: block; width: auto; padding: 0; border: 0 }
  tr { padding: .4rem 0; border-bottom: 1px solid var(--line) }
  .drift td + td::before { display: block; content: 'Called for'; font-weight: 600 }
  .drift td + td + td::before { content: 'Found' }
}
@media print {
  :root { --paper: #fff; --ink: #000; --quiet: #444; --line: #bbb; --code: #f4f4f4; --good: #0a5c36; --bad: #a11; --warn: #750; --open: #444 }
  body { max-width: none; padding: 0; font-size: 10pt }
  article + article { break-before: page }
  h2, h3, .state { break-after: avoid }
  .finding ol { break-before: avoid }
  li, tr { break-inside: avoid }
}
`;
