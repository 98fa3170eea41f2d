import { dirname, isAbsolute, join } from 'node:path';
import type { Trust, TrustedKey, TrustSource } from '@breakwater/image';
import { parseImageReference } from '@breakwater/inventory';
import type { TrustRule } from '@breakwater/model';
import { explain } from '../check/find-files.ts';
import { readPath, TooLarge } from '../check/read-bytes.ts';
import { type ProjectDocument, readProject, readProjectFile } from '../check/read-project.ts';
import { UsageError } from '../command.ts';

/** Whose signatures count for an image, and where that is written. */
export interface ImageTrust {
  readonly trust: Trust;
  /** `images` of the rule; undefined when the command line says it. */
  readonly rule: string | undefined;
  readonly signatureRepository: string | undefined;
}

/**
 * The rule of `trust` in the project file of a folder that decides over an image, the current one if none is named; undefined when none does.
 * Rules are refused whether or not they decide. Throws UsageError with line and column.
 */
export async function readTrustRule(image: string, folder = ''): Promise<ImageTrust | undefined> {
  const placed = await listRules(await readProject(folder));
  if (placed.length === 0) return undefined;
  const { chooseRule } = await import('@breakwater/image');
  const { registry, repository } = parseImageReference(image);
  const chosen = chooseRule(placed, `${registry}/${repository}`);
  if (chosen === undefined) return undefined;
  return {
    trust: (await readSource(chosen, folder)).trust,
    rule: chosen.images,
    signatureRepository: chosen.rule.signatures,
  };
}

/**
 * All rules of `trust` as plain data, with every key and root that they name: of the file that is given, else of the project file of the current
 * folder. Throws UsageError with line and column.
 */
export async function readTrustSources(file: string | undefined): Promise<readonly TrustSource[]> {
  const rules = await listRules(file === undefined ? await readProject() : await readProjectFile(file));
  const folder = file === undefined ? '' : dirname(file);
  return Promise.all(rules.map(async rule => (await readSource(rule, folder)).source));
}

interface PlacedRule {
  readonly rule: TrustRule;
  readonly images: string;
  readonly refuse: ProjectDocument['refuse'];
  readonly path: Path;
}

async function listRules(documents: readonly ProjectDocument[]): Promise<readonly PlacedRule[]> {
  const placed = documents.flatMap(({ project, refuse }) =>
    (project.trust ?? []).map((rule, index) => ({ rule, images: rule.images, refuse, path: ['trust', index] })),
  );
  for (const { rule, refuse, path } of placed) await refuseFaults(rule, refuse, path);
  return placed;
}

type Path = readonly (string | number)[];

async function refuseFaults(
  { keys = [], keyless = [], trustedRoot }: TrustRule,
  refuse: ProjectDocument['refuse'],
  path: Path,
): Promise<void> {
  const { findIdentityFault } = await import('@breakwater/image');
  if (keys.length + keyless.length === 0) refuse(path, 'the rule trusts nobody; give keys or keyless');
  for (const [index, identity] of keyless.entries()) {
    const fault = findIdentityFault(identity);
    if (fault !== undefined) refuse([...path, 'keyless', index], fault);
  }
  if (keyless.length > 0 && trustedRoot === undefined) {
    refuse([...path, 'keyless'], 'signatures without keys need a trusted_root.json to be verified by; give trustedRoot');
  }
}

async function readSource(
  { rule, refuse, path }: PlacedRule,
  folder: string,
): Promise<{ readonly source: TrustSource; readonly trust: Trust }> {
  const { ImageError, toTrust } = await import('@breakwater/image');
  const { images, keys = [], keyless = [], trustedRoot, signatures, attestations = {} } = rule;
  const { predicateTypes = [], builders = [], sources = [] } = attestations;
  const root = trustedRoot === undefined ? undefined : { name: trustedRoot, file: locate(trustedRoot, folder) };
  try {
    const source = {
      images,
      keys: await Promise.all(keys.map((key, index) => readKey(key, folder, `key ${index + 1} of ${images}`))),
      identities: keyless,
      ...(root === undefined ? {} : { root: { name: root.name, text: toText(await readFile(root.file)) } }),
      predicateTypes,
      builders,
      sources,
      ...(signatures === undefined ? {} : { signatureRepository: signatures }),
    };
    return { source, trust: toTrust(source) };
  } catch (cause) {
    if (cause instanceof ImageError || cause instanceof UsageError) return refuse(path, cause.message);
    throw cause;
  }
}

/** A key that is written out has no name of its own. */
async function readKey(text: string, folder: string, name: string): Promise<TrustSource['keys'][number]> {
  if (text.includes('-----BEGIN')) return { name, pem: text };
  return { name: text, pem: toText(await readFile(locate(text, folder))) };
}

function toText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Throws ImageError, UsageError. */
export async function readKeyFile(file: string, name: string): Promise<TrustedKey> {
  const { parsePublicKey } = await import('@breakwater/image');
  return parsePublicKey(toText(await readFile(file)), name);
}

/** Throws ImageError, UsageError. */
export async function readTrustedRoot(file: string, name: string): Promise<NonNullable<Trust['root']>> {
  const { parseTrustedRoot } = await import('@breakwater/image');
  return parseTrustedRoot(await readFile(file), name);
}

async function readFile(file: string): Promise<Uint8Array> {
  try {
    return await readPath(file);
  } catch (cause) {
    throw new UsageError(`${file}: ${cause instanceof TooLarge ? cause.message : explain(cause)}`);
  }
}

function locate(path: string, folder: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}
