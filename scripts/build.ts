import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(__dirname, '..');

/**
 * Bundles each Lambda entry point into `dist/<name>/index.js`: CommonJS, minified, a source map beside it.
 * The SDK's ES modules are taken (`mainFields`): esbuild can drop their unused parts, which halves the bundle.
 */
async function buildBundles(names: readonly string[]): Promise<void> {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  await Promise.all(
    names.map((name) =>
      build({
        entryPoints: [join(root, 'handlers', `${name}.ts`)],
        outfile: join(root, 'dist', name, 'index.js'),
        bundle: true,
        minify: true,
        sourcemap: 'linked',
        sourcesContent: false,
        platform: 'node',
        target: 'node20',
        format: 'cjs',
        mainFields: ['module', 'main'],
        alias: { '@aws-sdk/credential-provider-node': join(root, 'src/aws/lambda-credentials.ts') },
        legalComments: 'none',
        logLevel: 'warning',
      }),
    ),
  );
}

const handlers = ['custom-resource', 'validator'];

buildBundles(handlers.filter((name) => existsSync(join(root, 'handlers', `${name}.ts`)))).catch(
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
