import { releaseOf } from '../integration/properties';
import type { Properties } from '../integration/property-reader';
import { VERSION } from '../runtime/version';
import { OtherRelease } from './errors';
import type { Session } from './session';
import { ROLLING_BACK } from './stack-order';

/**
 * A template and code of two releases do not belong together: what one promises the other may not know. On the way back from an update
 * that has failed, CloudFormation may bring back one before the other, and nothing is refused.
 *
 * @throws OtherRelease before anything has been changed
 */
export async function checkRelease(
  { operation, context }: Pick<Session, 'operation' | 'context'>,
  properties: Properties,
): Promise<void> {
  const release = releaseOf(properties);
  if (release === undefined || versionOf(release) === VERSION) return;
  const stack = await operation.stack();
  if (stack !== undefined && stack.status !== ROLLING_BACK) throw new OtherRelease(release, VERSION);
  context.log.info('the template is of another release', { release, version: VERSION });
}

/** What is behind the plus sign tells builds of the same version apart. */
function versionOf(release: string): string {
  return release.split('+')[0] ?? release;
}
