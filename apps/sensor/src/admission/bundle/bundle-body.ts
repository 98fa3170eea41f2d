import { SensorError } from '../../errors.ts';

/** A bundle as the role port sends it: JSON, as everything there. */
export function toBundleBody(bytes: Uint8Array): Buffer {
  return Buffer.from(JSON.stringify({ bundle: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64') }));
}

/** Throws SensorError `bundle-invalid`. */
export function readBundleBody(value: unknown): Buffer {
  const { bundle } = (value ?? {}) as { readonly bundle?: unknown };
  if (typeof bundle === 'string') return Buffer.from(bundle, 'base64');
  throw new SensorError('bundle-invalid', 'the sensor does not answer with a bundle; is it of the same release?');
}
