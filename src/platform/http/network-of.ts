import { isIP } from 'node:net';

/** Where limits per address count. An IPv6 household has 2⁶⁴ addresses: they count as one. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6 || address.startsWith('::')) return address;
  return address.split(':').slice(0, 4).join(':');
}
