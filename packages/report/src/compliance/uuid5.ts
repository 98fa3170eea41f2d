/** Namespace of our own names, made once. */
const NAMESPACE = '6f0a1d2e-5b43-4c8e-9a57-2f8d1c3b7e90';

/** UUID version 5 of a name: https://www.rfc-editor.org/rfc/rfc9562#section-5.5 */
export function toUuid5(name: string, sha1: (bytes: Uint8Array) => string): string {
  const space = NAMESPACE.replaceAll('-', '').match(/../g) ?? [];
  const hex = sha1(new Uint8Array([...space.map(pair => Number.parseInt(pair, 16)), ...new TextEncoder().encode(name)]));
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
