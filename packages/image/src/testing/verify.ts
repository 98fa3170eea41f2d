import type { KeyObject } from 'node:crypto';
import { ImageError } from '../errors.ts';
import { NO_TRUST, type Trust } from '../signatures/trust.ts';
import { parsePublicKey } from '../signatures/trusted-key.ts';
import { verifyImage } from '../signatures/verify-image.ts';
import { startRegistry, type TestRegistryOptions } from './registry.ts';

export function trustKey({ publicKey }: { readonly publicKey: KeyObject }): Trust {
  return { ...NO_TRUST, keys: [parsePublicKey(publicKey.export({ format: 'pem', type: 'spki' }) as string, 'cosign.pub')] };
}

/** The gist of a verification, or what was thrown. */
export async function verify(content: TestRegistryOptions, trust: Trust, tag = 'one') {
  await using running = await startRegistry(content);
  const registry = { plainHttpHosts: [running.host], wait: async () => undefined };
  try {
    const { state, findings, signers, complete } = await verifyImage(`${running.host}/team/app:${tag}`, registry, { trust });
    const reasons = findings.map(({ form, state: own, reason }) => `${form} ${own}${reason === '' ? '' : `: ${reason}`}`);
    return { state, reasons, signers: signers.map(({ name }) => name), ...(complete ? {} : { complete }) };
  } catch (cause) {
    if (!(cause instanceof ImageError)) throw cause;
    return `${cause.code}: ${cause.message.replaceAll(running.host, 'HOST')}`;
  }
}

export const signed = (form: string) => ({ state: 'verified', reasons: [`${form} verified`], signers: ['cosign.pub'] });
export const refused = (form: string, reason: string) => ({
  state: 'not-verified',
  reasons: [`${form} not-verified: ${reason}`],
  signers: [],
});
