import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package of others that is in a bundle, with the texts that it wants to be passed on. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** License and notices, one after the other. */
  readonly text: string;
}

const PACKAGE_FOLDER = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const LICENSE_FILE = /^(licen[sc]e|notice|copying)/i;
const RULE = '-'.repeat(100);

/** A package as found: its text may be missing. */
interface FoundPackage extends BundledPackage {
  /** Where its sources are, as far as it says. */
  readonly repository: string | undefined;
}

/**
 * The packages that these files belong to, by name and version.
 *
 * @param files paths of what a bundle is made of; the project's own are passed over
 * @throws Error when a package has no license text to pass on
 */
export function bundledPackages(files: readonly string[]): readonly BundledPackage[] {
  const folders = new Set(files.flatMap((file) => PACKAGE_FOLDER.exec(file)?.[1] ?? []));
  const packages = new Map(
    [...folders].map(packageIn).map((found) => [`${found.name}@${found.version}`, found]),
  );
  const sorted = [...packages.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, found]) => found);
  return sorted.map(({ repository, ...found }) => ({
    ...found,
    text: found.text || textOfSibling({ repository, ...found }, sorted),
  }));
}

/** A package of the SDK comes without the text that all others of its repository have. */
function textOfSibling(bare: FoundPackage, all: readonly FoundPackage[]): string {
  const sibling = all.find(
    ({ repository, license, text }) =>
      text !== '' && repository === bare.repository && license === bare.license,
  );
  if (sibling === undefined || bare.repository === undefined)
    throw new Error(`${bare.name}@${bare.version} is bundled and has no license text`);
  return sibling.text;
}

function packageIn(folder: string): FoundPackage {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder)
    .filter((file) => LICENSE_FILE.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return {
    name: manifest.name,
    version: manifest.version,
    license: String(manifest.license),
    text: texts.join('\n\n'),
    repository: manifest.repository?.url,
  };
}

/** What goes with a bundle: each text once, under the packages that it is of. */
export function licenseTexts(packages: readonly BundledPackage[]): string {
  const byText = new Map<string, BundledPackage[]>();
  for (const one of packages) byText.set(one.text, [...(byText.get(one.text) ?? []), one]);
  const parts = [...byText.entries()].map(([text, ofText]) => {
    const list = ofText.map(({ name, version, license }) => `${name} ${version} (${license})`);
    return [RULE, ...list, RULE, '', text, ''].join('\n');
  });
  return ['index.js contains parts of these packages.', '', ...parts].join('\n');
}
