import { ImageError } from '../errors.ts';
import { checkDigest } from '../layer/digest.ts';
import { LIMITS } from '../limits.ts';
import type { Descriptor } from '../source/manifest.ts';
import type { Attached } from './attached.ts';
import { readBundleItem } from './bundle-item.ts';
import { readClassicAttestation, readClassicSignature } from './classic-item.ts';
import { type Judgement, judgeItem } from './judge-item.ts';
import { toPlainText } from './plain-text.ts';
import type { ImageManifests } from './resolve-manifests.ts';
import { parseStatement } from './statement.ts';
import { summarizeStatement } from './summarize-statement.ts';
import type { Trust } from './trust.ts';

const NOTHING: Judgement = { signer: undefined, reason: '', statement: undefined, certified: undefined };

const REASONS: Readonly<Partial<Record<Attached['form'], string>>> = {
  notation: 'Notation is not verified by Breakwater',
  sbom: 'a document that is attached as it is carries no signature',
};

/** What the content of an entry is to blame for; everything else means that the registry could not be asked. */
const OWN_FAULTS = new Set(['image-not-found', 'document-invalid', 'document-too-large', 'digest-mismatch']);

/** Reads and judges one attached thing. `spend` counts bytes. Throws ImageError when the registry does not answer. */
export async function verifyAttached(
  attached: Attached,
  { manifests }: ImageManifests,
  trust: Trust,
  spend: (bytes: number) => void,
): Promise<Judgement> {
  const { form, layer, fault, subject } = attached;
  if (fault !== undefined || layer === undefined || REASONS[form] !== undefined)
    return { ...NOTHING, reason: fault ?? REASONS[form] ?? '' };
  const digests = manifests.map(({ digest }) => digest);
  try {
    const maxBytes = form === 'cosign-signature' ? LIMITS.signatureBytes : LIMITS.attestationBytes;
    const content = await readContent(attached.store, layer, maxBytes, spend);
    if (form === 'in-toto') return judgeUnsigned(content, digests);
    const manifest = manifests.find(({ digest }) => digest === subject)?.bytes ?? Buffer.alloc(0);
    return judgeItem(toItem(form, content, layer, manifest), digests, trust);
  } catch (cause) {
    if (!(cause instanceof ImageError) || !OWN_FAULTS.has(cause.code)) throw cause;
    const reason = cause.code === 'image-not-found' ? 'the registry has a signature whose content it has not' : toPlainText(cause.message);
    return { ...NOTHING, reason };
  }
}

function toItem(form: Attached['form'], content: Buffer, { annotations }: Descriptor, manifest: Buffer): ReturnType<typeof readBundleItem> {
  if (form === 'cosign-signature') return readClassicSignature(content, annotations);
  return form === 'bundle' ? readBundleItem(content, manifest) : readClassicAttestation(content, annotations);
}

/** What BuildKit writes beside an image: whoever could push the image could write it too. */
function judgeUnsigned(content: Buffer, digests: readonly string[]): Judgement {
  const statement = parseStatement(content);
  const speaks = statement.subjects.some(subject => digests.includes(subject));
  const reason = speaks ? 'a statement without a signature' : 'a statement without a signature that speaks of another image';
  return { ...NOTHING, reason, statement: summarizeStatement(statement) };
}

async function readContent(
  store: Attached['store'],
  { digest, size }: Descriptor,
  maxBytes: number,
  spend: (bytes: number) => void,
): Promise<Buffer> {
  if (size > maxBytes) throw new ImageError('document-too-large', `it says that it has ${size} bytes; ${maxBytes} are read`);
  spend(size);
  const chunks: Buffer[] = [];
  for await (const chunk of store.blob(digest, size)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  checkDigest(bytes, digest);
  return bytes;
}
