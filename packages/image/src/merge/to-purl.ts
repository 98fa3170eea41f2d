import { buildPurl, PurlError } from '@breakwater/model';
import type { Distribution } from '../catalog/cataloger.ts';
import type { FoundPackage } from '../catalog/package-set.ts';

const OF_DISTRIBUTION = new Set(['deb', 'apk', 'rpm', 'alpm']);
/** What os-release says where nothing names the distribution. */
const UNKNOWN = 'linux';

/** The package URL of a package; undefined when its name makes none. https://github.com/package-url/purl-spec/tree/main/types */
export function toPurl(found: FoundPackage, distribution: Distribution | undefined): string | undefined {
  try {
    return buildPurl(OF_DISTRIBUTION.has(found.type) ? toDistributionParts(found, distribution) : toLanguageParts(found));
  } catch (cause) {
    if (cause instanceof PurlError) return undefined;
    throw cause;
  }
}

function toDistributionParts(found: FoundPackage, distribution: Distribution | undefined) {
  const distro = distribution === undefined ? null : `${distribution.id}${distribution.version === '' ? '' : `-${distribution.version}`}`;
  const upstream = found.source === undefined || found.source.name === found.name ? null : found.source.name;
  const epoch = found.epoch === undefined || found.epoch === null ? null : String(found.epoch);
  return {
    type: found.type,
    namespace: distribution?.id ?? UNKNOWN,
    name: found.name,
    version: found.version,
    qualifiers: { arch: found.arch ?? null, distro, epoch, upstream, ...found.purl?.qualifiers },
  };
}

/** The namespace is a part of the name in most ecosystems. */
function toLanguageParts({ type, name, version, purl }: FoundPackage) {
  const namespace = purl?.namespace ?? null;
  const isPrefixed = namespace !== null && (name.startsWith(`${namespace}/`) || name.startsWith(`${namespace}:`));
  return {
    type,
    namespace,
    name: isPrefixed ? name.slice(namespace.length + 1) : name,
    version,
    qualifiers: purl?.qualifiers ?? null,
    subpath: purl?.subpath ?? null,
  };
}
