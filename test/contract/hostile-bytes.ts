/** What other protocols say first. */
export const otherProtocols: Readonly<Record<string, Buffer>> = {
  'an HTTP request': Buffer.from(
    'GET /api/v1/machines HTTP/1.1\r\nHost: brama.example\r\nAccept: application/json\r\n\r\n',
  ),
  'a TLS greeting': Buffer.from('16030100a5010000a10303', 'hex'),
};

/** Byte strings that are no MQTT 3.1.1, whether they come first or after a CONNECT. */
export const malformedPackets: Readonly<Record<string, Buffer>> = {
  'packet type 0': Buffer.from([0x00, 0x00]),
  'packet type 15': Buffer.from([0xf0, 0x00]),
  'a length of five bytes': Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x01]),
  'a CONNECT with nothing in it': Buffer.from([0x10, 0x00]),
  'a CONNECT of another protocol': Buffer.from('100c0004485454500402003c0000', 'hex'),
  'a CONNECT whose name is longer than the packet': Buffer.from('100c00ff4d5154540402003c0000', 'hex'),
  'a SUBSCRIBE without a filter': Buffer.from('82020001', 'hex'),
  'a SUBSCRIBE with wrong flags': Buffer.from('8006000100016100', 'hex'),
  'a SUBSCRIBE for QoS 3': Buffer.from('8206000100016103', 'hex'),
  'a PUBLISH of QoS 3': Buffer.from('36050001610001', 'hex'),
  'a PUBLISH whose topic is longer than the packet': Buffer.from('300400ff6161', 'hex'),
  'a PUBLISH to a wildcard': Buffer.from('300500032b2f23', 'hex'),
  'a PUBLISH without a topic': Buffer.from('30020000', 'hex'),
};

/** Up to 300 bytes that look random and are the same for a seed. */
export function someBytes(seed: number): Buffer {
  let state = seed * 2_654_435_761;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
  return Buffer.from(Array.from({ length: 1 + next() + (next() % 45) }, next));
}
