import type { Call } from '../service';

/**
 * The object that was sent. Clients that do not know its checksum beforehand send it in chunks, with the checksum behind the
 * last one. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export function sentObject({ parameters, body }: Call): Buffer {
  const isChunked = /^STREAMING-/.test(parameters.text('ContentSha256') ?? '');
  return isChunked ? Buffer.concat(chunksOf(body)) : body;
}

function chunksOf(body: Buffer): readonly Buffer[] {
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const lineEnd = body.indexOf('\r\n', position);
    // Behind the size there may be a signature.
    const size = Number.parseInt(body.toString('latin1', position, lineEnd), 16);
    if (lineEnd < 0 || !(size > 0)) return chunks;
    const start = lineEnd + 2;
    chunks.push(body.subarray(start, start + size));
    position = start + size + 2;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};

/** The texts of all elements of that name in the XML that was sent. */
export function textsIn({ body }: Call, element: string): string[] {
  const pattern = new RegExp(`<${element}>([^<]*)</${element}>`, 'g');
  return [...body.toString().matchAll(pattern)].map(([, text = '']) =>
    text.replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => ENTITIES[entity] ?? entity),
  );
}
