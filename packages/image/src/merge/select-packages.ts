import type { Distribution } from '../catalog/cataloger.ts';
import type { Owner } from './ownership.ts';
import type { TrackedPackage } from './track-packages.ts';

const OF_DISTRIBUTION = new Set(['deb', 'apk', 'rpm', 'alpm']);

/** What producers call a distribution in purls, beside the name of its os-release. */
const ALIASES: Readonly<Record<string, string>> = {
  alma: 'almalinux',
  'rocky-linux': 'rocky',
  redhat: 'rhel',
  amazon: 'amzn',
  oracle: 'ol',
  'azure-linux': 'azurelinux',
  'cbl-mariner': 'mariner',
  suse: 'sles',
  opensuse: 'opensuse-leap',
};

/**
 * Leaves out what another proof says better: what a text within a file looks like when a package owns the file, a Java runtime says what it
 * is, or an SBOM of its producer names it, and what an SBOM in the image says of something that is found to be installed, or of another distribution.
 */
export function selectPackages(
  packages: readonly TrackedPackage[],
  owners: ReadonlyMap<string, Owner>,
  distribution: Distribution | undefined,
): readonly TrackedPackage[] {
  const proven = packages.filter(({ found }) => found.evidenceKind !== 'sbom' && found.evidenceKind !== 'classified');
  const databases = new Set(proven.map(({ found }) => found.type));
  const known = new Set(proven.map(toKey));
  const named = new Set(packages.filter(({ found }) => found.type === 'bitnami').map(({ found }) => found.name));
  const runtimes = packages.filter(({ cataloger }) => cataloger === 'jvm-release').map(({ evidence }) => evidence.replace(/release$/, ''));
  return packages.filter(one => {
    const { found, evidence, cataloger } = one;
    if (found.evidenceKind === 'classified' && runtimes.some(folder => evidence.startsWith(folder))) return false;
    if (found.evidenceKind === 'classified') return !owners.has(evidence) && !named.has(found.name);
    if (cataloger === 'elf-note') return !owners.has(evidence);
    if (found.evidenceKind !== 'sbom') return true;
    if (!OF_DISTRIBUTION.has(found.type)) return !known.has(toKey(one));
    return !databases.has(found.type) && isOf(distribution, found.purl?.namespace);
  });
}

function toKey({ found }: TrackedPackage): string {
  return `${found.type}\0${found.name}\0${found.version}`;
}

function isOf(distribution: Distribution | undefined, namespace: string | undefined): boolean {
  if (distribution === undefined || namespace === undefined) return true;
  return toCanonical(distribution.id) === toCanonical(namespace);
}

function toCanonical(name: string): string {
  return ALIASES[name.toLowerCase()] ?? name.toLowerCase();
}
