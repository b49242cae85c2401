import { createHash } from 'node:crypto';
import { VERSION } from '../../src/runtime/version';

const DIGEST_CHARACTERS = 12;

/** What tells one package from another: version and digest of all that is in it, such as `1.2.3+0123456789ab`. */
export function packagedRelease(contents: readonly string[]): string {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(createHash('sha256').update(content).digest());
  return `${VERSION}+${hash.digest('hex').slice(0, DIGEST_CHARACTERS)}`;
}
