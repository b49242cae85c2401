import { publishedPermissionSets } from '../../../src/datadog/permission-sets';
import { permissionsDocument } from '../../../src/iam/role/permissions-document';
import { seedOf } from '../../support/seeded';
import type { Document, Situation } from '../situation';
import { documentOf } from '../situation';
import { drawOutsider, drawRegions, drawValidator, drawWeather } from './account-parts';
import { createDraw } from './draw';
import { drawRcps, drawScps } from './organization';
import { drawBoundary, drawPolicies } from './role-parts';
import { drawTrust } from './trust';

/** The same situation for the same seed and index. */
export function drawSituation(seed: number, index: number): Situation {
  const id = `${seed}:${index}`;
  const draw = createDraw(seedOf(id));
  const origin = draw.pick([
    'own',
    'own',
    'own',
    'own',
    'adopted',
    'by hand',
    draw.pick(['gone', 'replaced', 'own'] as const),
  ] as const);
  const vantage = draw.pick(['function', 'function', 'function', 'user', 'single sign-on'] as const);
  const permissions = draw.chance(80) ? 'Core' : draw.chance(80) ? 'Standard' : 'Full';
  const selfTest = draw.chance(95) ? 'Report' : 'Off';
  // Nobody says of a role made by hand for which regions it is meant.
  const drawn = drawRegions(draw);
  const regions = origin === 'by hand' ? { ...drawn, named: [] } : drawn;
  const outsider = drawOutsider(draw);
  const namesValidator = origin !== 'by hand' && selfTest !== 'Off';
  const trust = drawTrust(draw, { regions: regions.exist, outsider }, namesValidator);
  return {
    id,
    origin,
    vantage,
    permissions,
    selfTest,
    regions,
    trust,
    policies: drawPolicies(draw, inlineOf(permissions, regions.named), regions.exist),
    boundary: drawBoundary(draw, regions.exist),
    scps: drawScps(draw, regions.exist),
    rcps: drawRcps(draw, regions.exist),
    validator: drawValidator(draw),
    weather: drawWeather(draw, regions.exist),
    outsider,
  };
}

/** The document that the project makes of a permission set. */
export function inlineOf(permissions: Situation['permissions'], regions: readonly string[]): Document {
  const { Statement: statements } = permissionsDocument(
    publishedPermissionSets[permissions].inlineActions,
    regions,
  );
  return documentOf(...(JSON.parse(JSON.stringify(statements)) as Document['Statement']));
}
