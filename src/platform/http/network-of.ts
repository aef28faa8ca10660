import { isIP } from 'node:net';

/** Where limits per address count. An IPv6 household has 2⁶⁴ addresses: they count as one. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6 || address.startsWith('::')) return address;
  const [head = [], tail] = address.split('::').map((part) => (part === '' ? [] : part.split(':')));
  const zeros = tail === undefined ? 0 : 8 - head.length - tail.length;
  const groups = [...head, ...Array.from({ length: zeros }, () => '0'), ...(tail ?? [])];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
