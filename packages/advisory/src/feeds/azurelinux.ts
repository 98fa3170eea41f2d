import { createAdvisory, createAffected, toWord } from '../create-advisory.ts';
import type { Feed } from '../feed.ts';
import { toDefinition } from '../oval-definition.ts';

const FILES = ['azurelinux-3.0-oval.xml', 'cbl-mariner-2.0-oval.xml'];

/** One definition a CVE and package; where there is no fix, it names the last version that is affected. */
export const feed: Feed = {
  name: 'azurelinux',
  title: 'Azure Linux vulnerability data',
  url: 'https://raw.githubusercontent.com/microsoft/AzureLinuxVulnerabilityData/main',
  licence: 'MIT',
  cadence: 'daily',
  verified: true,
  files: /^(?:azurelinux|cbl-mariner)-\d+\.\d+(?:-preview)?-oval\.xml(?:\.(?:gz|zst|bz2|xz))?$/i,
  downloads: FILES.map(file => ({ path: `/${file}`, file })),
  layout: 'oval',
  *parse(record, file) {
    const { id, title, severity, issued, references, packages } = toDefinition(record);
    const ecosystem = `Azure Linux:${/-(\d+)\./.exec(file)?.[1] ?? ''}`;
    const cves = references.map(({ id: name }) => name).filter(name => name.startsWith('CVE-'));
    const affected = packages.flatMap(({ name, evr, operation }) => {
      if (operation === 'less than') return [createAffected(ecosystem, name, evr)];
      return operation === 'less than or equal' ? [createAffected(ecosystem, name, undefined, { last: evr })] : [];
    });
    if (cves.length === 0 || affected.length === 0) return;
    const number = id.split(':').at(-1) ?? '';
    yield {
      type: 'advisory',
      advisory: createAdvisory({
        id: `AZURELINUX-${ecosystem.split(':')[1]}-${number}`,
        upstream: cves,
        modified: issued,
        summary: title,
        ratings: toWord(severity),
        references: references.map(({ url }) => url).slice(0, 3),
        affected,
      }),
    };
  },
};
