import { createAdvisory, createAffected, toWord } from '../create-advisory.ts';
import type { Feed } from '../feed.ts';
import { toDefinition } from '../oval-definition.ts';

/** Errata of all releases in one document, packed by bzip2; a definition is one erratum, and may be about several releases. */
export const feed: Feed = {
  name: 'oracle',
  title: 'Oracle Linux errata',
  url: 'https://linux.oracle.com/security/oval',
  licence: 'as Oracle publishes it',
  cadence: 'days',
  verified: true,
  files: /^com\.oracle\.elsa-[\w-]+\.xml(?:\.(?:gz|zst|bz2|xz))?$/i,
  downloads: [{ path: '/com.oracle.elsa-all.xml.bz2', file: 'com.oracle.elsa-all.xml.bz2' }],
  layout: 'oval',
  *parse(record) {
    const { title, severity, issued, platforms, references, packages } = toDefinition(record);
    const id = references.find(({ id: name }) => name.startsWith('ELSA-'))?.id ?? /ELSA-[\w-]+/.exec(title)?.[0];
    if (id === undefined) throw new TypeError('the definition names no ELSA');
    const releases = [...new Set(platforms.flatMap(platform => /^Oracle Linux (\d{1,2})$/.exec(platform.trim())?.[1] ?? []))];
    const fixes = packages.filter(({ operation }) => operation === 'less than');
    yield {
      type: 'advisory',
      advisory: createAdvisory({
        id,
        upstream: [...new Set(references.map(({ id: name }) => name).filter(name => name.startsWith('CVE-')))],
        modified: issued,
        summary: title.replace(/^ELSA-[\w-]+:\s*/, ''),
        ratings: toWord(severity),
        references: references.map(({ url }) => url).slice(0, 3),
        affected: [
          ...new Map(
            releases.flatMap(release =>
              fixes
                .filter(({ evr }) => isOfRelease(evr, release, releases))
                .map(({ name, evr }) => [`${release} ${name} ${evr}`, createAffected(`Oracle Linux:${release}`, name, evr)] as const),
            ),
          ).values(),
        ],
      }),
    };
  },
};

/** Of several releases each has builds of its own, which say so: `5.4.17-1.el8uek`. */
function isOfRelease(evr: string, release: string, releases: readonly string[]): boolean {
  const built = /\.el(\d+)/.exec(evr)?.[1];
  return releases.length < 2 || built === undefined || built === release;
}
