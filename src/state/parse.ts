import * as v from 'valibot';

/** A value that is as its schema says, or what is wrong with it: the path of the first part that is not, and why. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

/** Reads the JSON text of an SSM parameter by a schema: nothing in it is believed before. Never throws. */
export function parseStored<T>(text: string, schema: v.GenericSchema<unknown, T>): Parsed<T> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'it is not JSON' };
  }
  const { success, output, issues } = v.safeParse(schema, content, { abortEarly: true });
  if (success) return { ok: true, value: output };
  const [issue] = issues;
  const path = v.getDotPath(issue);
  return { ok: false, problem: `${path === null ? '' : `${path}: `}${issue.message}` };
}

/** A value of the object in a text that may be anything; undefined where there is none. */
export function valueIn(text: string, key: string): unknown {
  const parsed = parseStored(text, v.record(v.string(), v.unknown()));
  return parsed.ok ? parsed.value[key] : undefined;
}

export const ownerSchema = v.object({ stackId: v.string(), logicalId: v.string() });
export const textsSchema = v.array(v.string());
export const tagsSchema = v.record(v.string(), v.string());
