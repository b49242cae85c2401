import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type BuildOptions, build, type Metafile, type OutputFile } from 'esbuild';
import { compactPermissions } from './compact-permissions';
import { minifyBundle } from './minify';
import { leanSdkSchemas } from './sdk-schemas';

export const root = join(__dirname, '..', '..');
const HANDLERS = ['custom-resource', 'validator'];

/** One Lambda entry point, bundled. */
export interface Bundle {
  readonly name: string;
  /** Absolute path of its `index.js`. */
  readonly path: string;
}

export interface BuiltBundle extends Bundle {
  /** Absolute paths of the files of which something is in it. */
  readonly sources: readonly string[];
}

/** The bundles that a build makes. */
export const bundles: readonly Bundle[] = bundlesIn(join(root, 'dist'));

function bundlesIn(folder: string): readonly Bundle[] {
  return HANDLERS.map((name) => ({ name, path: join(folder, name, 'index.js') }));
}

/**
 * How everything is bundled: CommonJS, minified, a source map beside it. The SDK's ES modules are taken (`mainFields`): esbuild
 * can drop their unused parts, which halves a bundle.
 */
export const BUNDLED = {
  bundle: true,
  minify: true,
  sourcemap: 'linked',
  sourcesContent: false,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  // Whole license texts go with the bundles instead: scripts/package/licenses.ts.
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions;

/** Bundles each Lambda entry point into `<name>/index.js` of `dist`, or of another folder. */
export async function buildBundles(folder = join(root, 'dist')): Promise<readonly BuiltBundle[]> {
  return Promise.all(
    bundlesIn(folder).map(async ({ name, path }) => {
      const { metafile, outputFiles } = await build({
        entryPoints: [join(root, 'handlers', `${name}.ts`)],
        outfile: path,
        ...BUNDLED,
        plugins: [leanSdkSchemas([join(root, 'src'), join(root, 'handlers')]), compactPermissions()],
        alias: { '@aws-sdk/credential-provider-node': join(root, 'src/aws/lambda-credentials.ts') },
        // No operation used here streams events. The SDK imports this dynamically, and for the sake of one dynamic
        // import esbuild would wrap 160 modules in functions of their own, each parsed twice at every cold start.
        external: ['@smithy/core/event-streams'],
        metafile: true,
        sourcemap: 'external',
        write: false,
      });
      const { code, map } = await minifyBundle(textOf(outputFiles, path), textOf(outputFiles, `${path}.map`));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${code}\n//# sourceMappingURL=${basename(path)}.map\n`);
      writeFileSync(`${path}.map`, map);
      return { name, path, sources: sourcesIn(metafile) };
    }),
  );
}

function textOf(files: readonly OutputFile[], path: string): string {
  const file = files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`esbuild has not made ${path}`);
  return file.text;
}

/** Absolute paths of the files of which something is in what was built. esbuild tells paths from where it runs. */
export function sourcesIn({ outputs }: Metafile): readonly string[] {
  return Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [resolve(path)] : [])),
  );
}
