import type { Advisory } from '@breakwater/vulnerability';
import { createAdvisory, createAffected, toWord } from './create-advisory.ts';
import { findAll, findText, toElement } from './xml/query.ts';
import type { XmlElement } from './xml/read-elements.ts';

const MAX_PACKAGES = 20_000;
const MAX_REFERENCES = 5000;

/**
 * One `update` of the updateinfo.xml of an RPM repository; undefined for what is no matter of security. Packages of several architectures are one.
 * https://github.com/rpm-software-management/createrepo_c
 *
 * @throws TypeError, RangeError
 */
export function toUpdateAdvisory(record: unknown, toEcosystem: (id: string) => string): Advisory | undefined {
  const update = toElement(record, 'update');
  const id = findText(update, 'id');
  if (id === undefined || id.length > 200) throw new TypeError('the update has no id');
  const packages = findAll(update, 'pkglist', 'collection', 'package');
  if (packages.length > MAX_PACKAGES) throw new RangeError(`${id} has ${packages.length} packages`);
  const references = findAll(update, 'references', 'reference').map(({ attributes }) => attributes);
  if (references.length > MAX_REFERENCES) throw new RangeError(`${id} has ${references.length} references`);
  const cves = references.map(({ id: name = '' }) => name).filter(name => /^CVE-\d{4}-\d{4,}$/.test(name));
  if (update.attributes['type'] !== 'security' && cves.length === 0) return undefined;
  const ecosystem = toEcosystem(id);
  const fixes = new Map(packages.flatMap(toFix));
  return createAdvisory({
    id,
    upstream: [...new Set(cves)],
    modified: toTime(update, 'updated') || toTime(update, 'issued'),
    published: toTime(update, 'issued') || undefined,
    summary: findText(update, 'title') ?? '',
    ratings: toWord(findText(update, 'severity')),
    references: references.flatMap(({ href = '' }) => (/^https?:/.test(href) && href.length < 500 ? [href] : [])).slice(0, 3),
    affected: [...fixes.values()].map(([name, evr]) => createAffected(ecosystem, name, evr)),
  });
}

function toFix({ attributes }: XmlElement): readonly (readonly [key: string, fix: readonly [name: string, evr: string]])[] {
  const { name = '', version = '', release = '', epoch = '', arch = '' } = attributes;
  if (name === '' || version === '' || arch === 'src' || [name, version, release].some(text => text.length > 500)) return [];
  const evr = `${/^\d+$/.test(epoch) && epoch !== '0' ? `${epoch}:` : ''}${version}${release === '' ? '' : `-${release}`}`;
  return [[`${name} ${evr}`, [name, evr]]];
}

/** `2023-02-22 23:22`, with or without seconds; all of them UTC. */
function toTime(update: XmlElement, name: string): string {
  const [, day, time] =
    /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2})?))?/.exec(findAll(update, name)[0]?.attributes['date'] ?? '') ?? [];
  if (day === undefined) return '';
  return `${day}T${time === undefined ? '00:00:00' : time.padEnd(8, ':00')}Z`;
}
