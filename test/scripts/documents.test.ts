import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'docs/command-line.md',
  'docs/cost.md',
  'docs/datadog.md',
  'docs/deploying.md',
  'docs/design.md',
  'docs/dependencies.md',
  'docs/limits.md',
  'docs/moving-over.md',
  'docs/properties.md',
  'docs/reliability.md',
  'docs/troubleshooting.md',
  'docs/uninstalling.md',
  'docs/upgrading.md',
  'examples/cfn-lint/README.md',
  'examples/README.md',
  'examples/cdk/README.md',
  'examples/datadog/README.md',
  'examples/sam/README.md',
  'examples/template/README.md',
  'examples/terraform/README.md',
];

/** The example that CONTRIBUTING.md asks the reader to write. */
const TO_BE_WRITTEN = ['src/validation/checks/my-check.ts'];

/** The paths of the repository that a document names between backticks (a pattern such as `src/*.ts` is none), and what it links to. */
function pathsNamedIn(document: string): string[] {
  const text = readFileSync(document, 'utf8');
  const named = [...text.matchAll(/`((?:src|test|scripts|handlers|docs)\/[\w./-]+)`/g)].map(
    ([, path]) => path ?? '',
  );
  const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) =>
    join(dirname(document), path ?? ''),
  );
  return [...new Set([...named, ...linked])];
}

describe.each(DOCUMENTS)('%s', (document) => {
  test('names only files and folders that exist', () => {
    const paths = pathsNamedIn(document);

    expect(paths).not.toEqual([]);
    expect(paths.filter((path) => !existsSync(path) && !TO_BE_WRITTEN.includes(path))).toEqual([]);
  });
});
