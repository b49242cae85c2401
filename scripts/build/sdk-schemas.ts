import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/** Where each client of the SDK describes all shapes of its service, those of operations that nobody calls included. */
const SCHEMA_FILE = /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/;

/** `n0_registry.registerError(NoSuchEntityException$, NoSuchEntityException);` keeps an error class and its schema alive. */
const REGISTRATION = /^\w+\.registerError\(\w+\$, (\w+)\);\n/gm;
/** The class that the SDK falls back to for an error that is not registered: it then has AWS's code as its name. */
const BASE_CLASS = /ServiceException$/;
/** `export var Tag$ = [3, n0, _T, ...];` is data and nothing else, but for esbuild its computed keys are code. */
const DECLARATION = /^((?:export )?var [\w$]+ = )(\[[^;]*?\]);$/gm;

/**
 * Leaves out of a bundle what the SDK registers at every start and nobody asks for: error classes that the product's
 * code does not name, and schemas of operations that it does not call. An error of such a class still arrives with
 * AWS's code as its name, its message and its metadata, as an instance of the service's base class.
 *
 * @param sourceFolders where the product's code is: a class whose name is anywhere in it stays
 * @throws Error (which fails the build) when the SDK's files do not look as they are known to
 */
export function leanSdkSchemas(sourceFolders: readonly string[]): Plugin {
  return {
    name: 'lean-sdk-schemas',
    setup: (build) => {
      const named = wordsIn(sourceFolders);
      let files = 0;
      build.onLoad({ filter: SCHEMA_FILE }, ({ path }) => {
        files += 1;
        return { contents: leanSchemas(readFileSync(path, 'utf8'), named, path), loader: 'js' };
      });
      build.onEnd(() => {
        if (files === 0) throw new Error(`no file of the AWS SDK matched ${SCHEMA_FILE}: ${WAY_OUT}`);
      });
    },
  };
}

const WAY_OUT = 'its layout has changed; adapt scripts/build/sdk-schemas.ts, or build without it';

/** The text of a schema file, without the registrations of error classes that are not `named`; pure. */
export function leanSchemas(text: string, named: ReadonlySet<string>, path: string): string {
  const registrations = text.match(REGISTRATION)?.length ?? 0;
  const mentions = text.match(/\bregisterError\b/g)?.length ?? 0;
  if (registrations === 0 || registrations !== mentions) {
    throw new Error(
      `${path} registers ${mentions} error classes, ${registrations} of them as expected: ${WAY_OUT}`,
    );
  }
  let declarations = 0;
  const lean = text
    .replace(REGISTRATION, (line: string, name: string) =>
      BASE_CLASS.test(name) || named.has(name) ? line : '',
    )
    .replace(DECLARATION, (line: string, head: string, list: string) => {
      if (!isData(list)) return line;
      declarations += 1;
      return `${head}/* @__PURE__ */ (() => ${list})();`;
    });
  if (declarations === 0) throw new Error(`${path} declares no schema as expected: ${WAY_OUT}`);
  return lean;
}

/** Nothing in it is called: references to other schemas stand in functions without parameters. */
function isData(list: string): boolean {
  return !list.replaceAll('() =>', '').includes('(');
}

function wordsIn(folders: readonly string[]): ReadonlySet<string> {
  const words = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').match(/\w+/g) ?? []),
  );
  return new Set(words);
}
