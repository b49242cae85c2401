import { execFileSync } from 'node:child_process';
import { name as project } from '../../package.json';
import { root } from '../build/bundles';
import type { BundledPackage } from './licenses';

/** A component of CycloneDX, as far as it is looked at here. */
interface Component {
  readonly name: string;
  readonly version: string;
  readonly properties?: readonly { readonly name: string }[];
}

interface Relation {
  readonly ref: string;
  readonly dependsOn?: readonly string[];
}

/** npm's mark of what a package's users do not install. What is bundled they get all the same. */
const DEVELOPMENT = 'cdx:npm:package:development';

/**
 * CycloneDX, by npm (https://docs.npmjs.com/cli/commands/npm-sbom), of these packages alone: npm lists those of the whole lockfile.
 * Without what differs from one call or checkout to the next.
 *
 * @throws Error when the lockfile lacks one of them
 */
export function billOfMaterials(packages: readonly BundledPackage[]): string {
  const options = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application'];
  const text = execFileSync('npm', options, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
  const { serialNumber: _, metadata, components, dependencies, ...rest } = JSON.parse(text);
  const { timestamp: __, component, ...others } = metadata;
  const bundled = bundledComponents(components, packages);
  const kept = new Set([component['bom-ref'], ...bundled.map(idOf)]);
  return `${JSON.stringify(
    {
      ...rest,
      // npm takes the name of the folder.
      metadata: { ...others, component: { ...component, name: project } },
      components: bundled,
      dependencies: relationsAmong(dependencies, kept),
    },
    null,
    2,
  )}\n`;
}

function bundledComponents(
  components: readonly Component[],
  packages: readonly BundledPackage[],
): readonly Component[] {
  const known = new Map(components.map((component) => [idOf(component), component]));
  return packages.map((bundled) => {
    const component = known.get(idOf(bundled));
    if (component === undefined) throw new Error(`${idOf(bundled)} is bundled and not in package-lock.json`);
    const properties = component.properties?.filter(({ name }) => name !== DEVELOPMENT) ?? [];
    return { ...component, properties };
  });
}

function relationsAmong(relations: readonly Relation[], kept: ReadonlySet<string>): readonly Relation[] {
  return relations
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) }));
}

/** As npm refers to a package in a bill. */
function idOf({ name, version }: { readonly name: string; readonly version: string }): string {
  return `${name}@${version}`;
}
