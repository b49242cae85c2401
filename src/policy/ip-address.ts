interface IpAddress {
  readonly bits: bigint;
  /** 32 for IPv4, 128 for IPv6. */
  readonly width: number;
}

const MAX_OCTET = 255;
const GROUPS = 8;

/** Does a range in CIDR notation, or a single address, contain the address? False for what is neither. */
export function rangeContains(range: string, address: string): boolean {
  const [base = '', prefix] = range.split('/');
  const [start, candidate] = [parseIpAddress(base), parseIpAddress(address)];
  if (start === undefined || candidate === undefined || start.width !== candidate.width) return false;
  const length = prefix === undefined ? start.width : Number(prefix);
  if (!/^\d*$/.test(prefix ?? '') || prefix === '' || length > start.width) return false;
  const hostBits = BigInt(start.width - length);
  return start.bits >> hostBits === candidate.bits >> hostBits;
}

function parseIpAddress(text: string): IpAddress | undefined {
  const isV4 = text.includes('.');
  const groups = isV4 ? text.split('.').map(Number) : parseGroups(text);
  const [count, max, bitsPerGroup] = isV4 ? [4, MAX_OCTET, 8n] : [GROUPS, 0xffff, 16n];
  if (groups.length !== count || !groups.every((group) => group >= 0 && group <= max)) return undefined;
  const bits = groups.reduce((sum, group) => (sum << bitsPerGroup) | BigInt(group), 0n);
  return { bits, width: count * Number(bitsPerGroup) };
}

/** The groups of an IPv6 address; `::` stands for as many zeros as are missing. */
function parseGroups(text: string): number[] {
  const [head = '', tail] = text.split('::');
  const read = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  if (tail === undefined) return read(head);
  const missing = GROUPS - read(head).length - read(tail).length;
  return [...read(head), ...new Array<number>(Math.max(0, missing)).fill(0), ...read(tail)];
}
