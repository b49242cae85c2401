import { propertiesPage } from './properties-page';
import { registrationSchema } from './registration-schema';
import { resourceSchema } from './resource-schema';
import type { ResourceSchema } from './schema-parts';

/** What `npm run docs` writes: the text of each file by its path. */
export function writtenFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['schema/custom-datadog-integrationrole.json', schemaText(resourceSchema())],
    ['schema/custom-datadog-integrationaccount.json', schemaText(registrationSchema())],
    ['docs/properties.md', propertiesPage()],
  ]);
}

function schemaText(schema: ResourceSchema): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
