import type { Cataloger, Distribution, LayerFile } from '../catalog/cataloger.ts';
import { splitLines } from '../catalog/stanzas.ts';

/** The first that a layer has counts; the others are older than os-release or say less. */
const FILES = ['etc/os-release', 'usr/lib/os-release', 'etc/alpine-release', 'etc/debian_version', 'etc/redhat-release'];

/** https://www.freedesktop.org/software/systemd/man/latest/os-release.html */
export const cataloger: Cataloger = {
  name: 'os-release',
  version: 1,
  doc: 'The distribution: etc/os-release, usr/lib/os-release, etc/alpine-release, etc/debian_version, etc/redhat-release',
  maxBytes: 64 * 1024,
  wants: ({ path }) => FILES.includes(path),
  catalog: files => {
    const ordered = files.toSorted((a, b) => FILES.indexOf(a.path) - FILES.indexOf(b.path));
    return { sets: [], problems: [], distributions: ordered.map(readDistribution).filter(found => found !== undefined) };
  },
};

function readDistribution(file: LayerFile): Distribution | undefined {
  const text = file.text();
  if (file.path.endsWith('os-release')) return readOsRelease(file.path, text);
  const line = text.trim().split('\n')[0] ?? '';
  if (file.path.endsWith('alpine-release')) return { evidence: file.path, id: 'alpine', version: line, name: 'Alpine Linux', like: [] };
  if (file.path.endsWith('debian_version'))
    return { evidence: file.path, id: 'debian', version: readNumber(line), name: 'Debian', like: [] };
  return { evidence: file.path, id: toRedHatId(line), version: readNumber(line), name: line, like: ['rhel'] };
}

function readOsRelease(evidence: string, text: string): Distribution | undefined {
  const values = new Map<string, string>();
  for (const line of splitLines(text)) {
    const [, key, value] = /^\s*([A-Z_]+)=(.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) values.set(key, unquote(value.trim()));
  }
  const id = values.get('ID');
  if (id === undefined || id === '') return undefined;
  return {
    evidence,
    id: id.toLowerCase(),
    version: values.get('VERSION_ID') ?? '',
    name: values.get('PRETTY_NAME') ?? values.get('NAME') ?? id,
    like: (values.get('ID_LIKE') ?? '').split(/\s+/).filter(word => word !== ''),
  };
}

/** Quotes as a shell reads them. */
function unquote(value: string): string {
  const [, quote, inner] = /^(["'])(.*)\1$/.exec(value) ?? [];
  if (quote === undefined || inner === undefined) return value;
  return quote === '"' ? inner.replaceAll(/\\(["$`\\])/g, '$1') : inner;
}

function readNumber(line: string): string {
  return /\d+(?:\.\d+)*/.exec(line)?.[0] ?? '';
}

function toRedHatId(line: string): string {
  const known: readonly [string, string][] = [
    ['centos', 'centos'],
    ['rocky', 'rocky'],
    ['almalinux', 'almalinux'],
    ['oracle', 'ol'],
    ['fedora', 'fedora'],
  ];
  return known.find(([word]) => line.toLowerCase().includes(word))?.[1] ?? 'rhel';
}
