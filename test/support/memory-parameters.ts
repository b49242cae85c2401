import type { ParameterStore } from '../../src/state/parameter-store';

/** Parameters as SSM keeps them: each write counts up the version, a deleted parameter begins anew. */
export function memoryParameters() {
  const parameters = new Map<string, { readonly text: string; readonly version: number }>();
  const put = (name: string, text: string) => {
    parameters.set(name, { text, version: (parameters.get(name)?.version ?? 0) + 1 });
  };
  const store: ParameterStore = {
    read: async (name) => parameters.get(name)?.text,
    readVersion: async (name) => parameters.get(name),
    create: async (name, text) => {
      if (parameters.has(name)) return false;
      put(name, text);
      return true;
    },
    write: async (name, text) => put(name, text),
    remove: async (names) => {
      for (const name of names) parameters.delete(name);
    },
    namesBelow: async (path) => [...parameters.keys()].filter((name) => name.startsWith(`${path}/`)),
  };
  return { store, parameters };
}
