/** A request that fits a route: the operation, and what stands in the path for the names in braces. */
export interface RouteMatch {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What a route looks at. */
interface RoutedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

/**
 * Finds the operation of a REST request. Routes are written as Smithy writes them: `GET /{Bucket}/{Key+}`, where `+` takes slashes,
 * too, and `GET /{Bucket}?location`, where the query must have that key. https://smithy.io/2.0/spec/http-bindings.html
 */
export function routeOf(
  routes: Readonly<Record<string, string>>,
  { method, path, query }: RoutedRequest,
): RouteMatch | undefined {
  for (const [route, operation] of Object.entries(routes)) {
    const { pattern, names, key } = compiled(route);
    const found = pattern.exec(`${method} ${path}`);
    if (found === null || (key !== undefined && !query.has(key))) continue;
    const values = names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')] as const);
    return { operation, parameters: Object.fromEntries(values) };
  }
  return undefined;
}

const LABEL = /\{(\w+)(\+?)\}/g;

function compiled(route: string) {
  const [path = '', key] = route.split('?');
  const names = [...path.matchAll(LABEL)].map(([, name = '']) => name);
  const pattern = path.replaceAll(LABEL, (_, __, greedy: string) => (greedy === '' ? '([^/]+)' : '(.+)'));
  return { pattern: new RegExp(`^${pattern}/?$`), names, key };
}
