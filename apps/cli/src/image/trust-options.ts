import { listOption } from '../check/judge-options.ts';
import { PROJECT_FILE } from '../check/read-exceptions.ts';
import { type CommandInput, type OptionDefinition, UsageError } from '../command.ts';
import { type ImageTrust, readKeyFile, readTrustedRoot, readTrustRule } from './read-trust-rule.ts';

/** Whose signatures count; where none is given the project file says it. */
export const TRUST_OPTIONS: readonly OptionDefinition[] = [
  {
    name: 'key',
    value: 'file',
    doc: `Public key whose signatures count: ECDSA P-256, RSA or Ed25519 in PEM; may be repeated (without it and --identity: trust of ${PROJECT_FILE})`,
    repeatable: true,
  },
  {
    name: 'identity',
    value: 'text',
    doc: 'Holder of a certificate whose signatures count, as in its name; * stands for any characters; needs --issuer',
  },
  { name: 'issuer', value: 'url', doc: 'Who vouches for that identity; * stands for any characters' },
  { name: 'trusted-root', value: 'file', doc: 'trusted_root.json with the authorities and logs that certificates are verified by' },
  {
    name: 'signature-repository',
    value: 'repository',
    doc: 'Repository that holds the signatures, where that is not the one of the image',
  },
];

/** Undefined where nobody is named: not on the command line, and not for this image in the project file. Throws UsageError. */
export async function readTrustOptions(input: CommandInput, image: string): Promise<ImageTrust | undefined> {
  const { options } = input;
  const [identity, issuer, rootFile, signatureRepository] = ['identity', 'issuer', 'trusted-root', 'signature-repository'].map(
    name => options[name] as string | undefined,
  );
  const keyFiles = listOption(input, 'key');
  if (keyFiles.length === 0 && identity === undefined && issuer === undefined) {
    if (rootFile !== undefined)
      throw new UsageError('--trusted-root says what certificates are verified by; give --identity and --issuer too');
    const agreed = await readTrustRule(image);
    return agreed === undefined || signatureRepository === undefined ? agreed : { ...agreed, signatureRepository };
  }
  const { findIdentityFault, ImageError, NO_TRUST } = await import('@breakwater/image');
  const who = identity === undefined && issuer === undefined ? [] : [{ ...toPair('identity', identity), ...toPair('issuer', issuer) }];
  const fault = who.map(findIdentityFault).find(text => text !== undefined);
  if (fault !== undefined) throw new UsageError(fault);
  if (who.length > 0 && rootFile === undefined)
    throw new UsageError('--identity needs --trusted-root, the trusted_root.json to verify certificates by');
  try {
    const keys = await Promise.all(keyFiles.map(file => readKeyFile(file, file)));
    const root = rootFile === undefined ? undefined : await readTrustedRoot(rootFile, rootFile);
    return { trust: { ...NO_TRUST, keys, identities: who, root }, rule: undefined, signatureRepository };
  } catch (cause) {
    if (cause instanceof ImageError) throw new UsageError(cause.message);
    throw cause;
  }
}

/** An identity with a star is a pattern. */
function toPair(name: 'identity' | 'issuer', text: string | undefined): Readonly<Record<string, string>> {
  if (text === undefined) return {};
  return { [text.includes('*') ? `${name}Pattern` : name]: text };
}
