/**
 * Signed payloads for the bridge and for custom firmware (DESIGN §5): `v1.<b64url(json)>.<b64url(HMAC-SHA256(key,
 * topic ‖ 0x00 ‖ json))>`. The topic is inside, so that a payload cannot be moved to another gate. The HMAC is handed in:
 * this folder does no I/O and no cryptography of its own.
 */
export type Hmac = (key: Uint8Array, data: Uint8Array) => Uint8Array;
export type Equal = (a: Uint8Array, b: Uint8Array) => boolean;

const encoder = new TextEncoder();

function macInput(topic: string, json: Uint8Array): Uint8Array {
  const head = encoder.encode(topic);
  const input = new Uint8Array(head.length + 1 + json.length);
  input.set(head, 0);
  input.set(json, head.length + 1);
  return input;
}

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

function fromBase64Url(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined;
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

export function sign(topic: string, json: string, key: Uint8Array, hmac: Hmac): string {
  const bytes = encoder.encode(json);
  return `v1.${toBase64Url(bytes)}.${toBase64Url(hmac(key, macInput(topic, bytes)))}`;
}

/** The JSON bytes inside a payload that was signed for this topic with this key, or undefined. */
export function openSigned(
  topic: string,
  payload: string,
  key: Uint8Array,
  hmac: Hmac,
  equal: Equal,
): Uint8Array | undefined {
  const [version, body, mac, ...rest] = payload.split('.');
  if (version !== 'v1' || body === undefined || mac === undefined || rest.length > 0) return undefined;
  const json = fromBase64Url(body);
  const given = fromBase64Url(mac);
  if (json === undefined || given === undefined) return undefined;
  return equal(given, hmac(key, macInput(topic, json))) ? json : undefined;
}
