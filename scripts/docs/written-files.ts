import { propertiesPage } from './properties-page';
import { resourceSchema } from './resource-schema';

/** What `npm run docs` writes: the text of each file by its path. */
export function writtenFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['schema/custom-datadog-integrationrole.json', `${JSON.stringify(resourceSchema(), null, 2)}\n`],
    ['docs/properties.md', propertiesPage()],
  ]);
}
