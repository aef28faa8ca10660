/** All bytes, exclusive or. */
export const xorOf = (bytes: Uint8Array): number => bytes.reduce((so, byte) => so ^ byte, 0);

/** The lowest byte of the sum. */
export const sumOf = (bytes: Uint8Array): number => bytes.reduce((so, byte) => (so + byte) & 0xff, 0);

/** CRC-16/MODBUS. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >> 1 : (crc >> 1) ^ 0xa001;
  }
  return crc;
}
