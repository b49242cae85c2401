import { join } from 'node:path';
import { build } from 'esbuild';
import { leanSdkSchemas } from './sdk-schemas';

export const root = join(__dirname, '..', '..');
const HANDLERS = ['custom-resource', 'validator'];

/** One Lambda entry point, bundled. */
export interface Bundle {
  readonly name: string;
  /** Absolute path of its `index.js`. */
  readonly path: string;
}

/** The bundles that a build makes. */
export const bundles: readonly Bundle[] = HANDLERS.map((name) => ({
  name,
  path: join(root, 'dist', name, 'index.js'),
}));

/**
 * Bundles each Lambda entry point into `dist/<name>/index.js`: CommonJS, minified, a source map beside it.
 * The SDK's ES modules are taken (`mainFields`): esbuild can drop their unused parts, which halves the bundle.
 */
export async function buildBundles(): Promise<void> {
  await Promise.all(
    bundles.map(({ name, path }) =>
      build({
        entryPoints: [join(root, 'handlers', `${name}.ts`)],
        outfile: path,
        bundle: true,
        minify: true,
        sourcemap: 'linked',
        sourcesContent: false,
        platform: 'node',
        target: 'node20',
        format: 'cjs',
        mainFields: ['module', 'main'],
        plugins: [leanSdkSchemas([join(root, 'src'), join(root, 'handlers')])],
        alias: { '@aws-sdk/credential-provider-node': join(root, 'src/aws/lambda-credentials.ts') },
        // No operation used here streams events. The SDK imports this dynamically, and for the sake of one dynamic
        // import esbuild would wrap 160 modules in functions of their own, each parsed twice at every cold start.
        external: ['@smithy/core/event-streams'],
        legalComments: 'none',
        logLevel: 'warning',
      }),
    ),
  );
}
