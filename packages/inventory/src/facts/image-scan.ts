import { CelDouble, Unknown } from '@breakwater/cel';
import { defineFacts } from '../fact.ts';
import type { Inventory } from '../inventory.ts';
import type { ImageScan } from '../model/image-scan.ts';
import type { ImageUse } from '../model/image-use.ts';

type Getter = (use: ImageUse, inventory: Inventory) => unknown;
type Scanned = ImageScan['vulnerabilities'][number];

/** Of an image that nobody scanned nothing is known. */
function from(name: string, get: (scan: ImageScan) => unknown): Getter {
  return (use, inventory) => {
    const { reference } = use;
    const scan = inventory.options.readScan?.(reference.text);
    if (scan === undefined) return new Unknown(`image.scan.${name}`, `no scan of image '${reference.text}' was given`);
    if (scan.problem !== '') return new Unknown(`image.scan.${name}`, `image '${reference.text}' was not scanned: ${scan.problem}`);
    return (
      get(withoutAccepted(scan, use, inventory)) ??
      new Unknown(`image.scan.${name}`, `the scan of image '${reference.text}' does not say it`)
    );
  };
}

/** What is accepted for the place where an image is used does not count there. */
function withoutAccepted(scan: ImageScan, use: ImageUse, { options: { acceptsVulnerability } }: Inventory): ImageScan {
  if (acceptsVulnerability === undefined) return scan;
  const isAccepted = new Set(scan.vulnerabilities.filter(vulnerability => acceptsVulnerability(use, vulnerability)));
  if (isAccepted.size === 0) return scan;
  const counts = { ...scan.counts };
  const fixable = { ...scan.fixable };
  for (const { severity, fixedIn } of isAccepted) {
    counts[severity] = Math.max(0, counts[severity] - 1);
    if (fixedIn.length > 0) fixable[severity] = Math.max(0, fixable[severity] - 1);
  }
  return { ...scan, counts, fixable, vulnerabilities: scan.vulnerabilities.filter(vulnerability => !isAccepted.has(vulnerability)) };
}

/** Whether there is one is known where anybody scans at all. */
function ofState(name: string, get: (scan: ImageScan) => unknown): Getter {
  return ({ reference }, inventory) => {
    const scan = inventory.options.readScan?.(reference.text);
    return scan === undefined ? new Unknown(`image.scan.${name}`, `no scan of image '${reference.text}' was given`) : get(scan);
  };
}

const SCAN = 'scan of the image';
const ADVISORIES = 'advisories';

const ofImage = defineFacts<ImageUse>('Image', {
  'scan.done': { type: 'bool', doc: 'Whether it was scanned', source: SCAN, get: ofState('done', ({ problem }) => problem === '') },
  'scan.problem': {
    type: 'string',
    doc: 'Why it was not scanned; empty when it was',
    source: SCAN,
    get: ofState('problem', ({ problem }) => problem),
  },
  'scan.ageDays': {
    type: 'int',
    doc: 'Days since its packages were compared with the advisories',
    source: SCAN,
    get: from('ageDays', ({ ageDays }) => ageDays),
  },
  'scan.databaseAgeDays': {
    type: 'int',
    doc: 'Days since those advisories were gathered',
    source: SCAN,
    get: from('databaseAgeDays', ({ databaseAgeDays }) => databaseAgeDays),
  },
  'scan.counts': {
    type: 'map(string, int)',
    doc: 'Vulnerabilities that nobody accepted, by severity; every severity has an entry',
    source: SCAN,
    get: from('counts', ({ counts }) => counts),
  },
  'scan.fixable': {
    type: 'map(string, int)',
    doc: 'Those of them that have a fix',
    source: SCAN,
    get: from('fixable', ({ fixable }) => fixable),
  },
  'scan.vulnerabilities': {
    type: 'list(Vulnerability)',
    doc: 'The most pressing of them first, 200 at most',
    source: SCAN,
    get: from('vulnerabilities', ({ vulnerabilities }) => vulnerabilities),
  },
});

const ofVulnerability = defineFacts<Scanned>('Vulnerability', {
  id: { type: 'string', doc: 'CVE where one exists', source: ADVISORIES, get: v => v.id },
  package: { type: 'string', doc: 'Name of the package', source: 'packages of the image', get: v => v.package },
  version: { type: 'string', doc: 'Version of the package', source: 'packages of the image', get: v => v.version },
  severity: { type: 'string', doc: 'info, low, medium, high or critical', source: ADVISORIES, get: v => v.severity },
  fixedIn: { type: 'list(string)', doc: 'Versions that fix it', source: ADVISORIES, get: v => v.fixedIn },
  exploited: { type: 'bool', doc: 'Known to be exploited', source: 'CISA KEV', get: v => v.exploited },
  probability: {
    type: 'double',
    doc: 'Probability from 0 to 1 that it is exploited within 30 days; 0 where nobody estimates it',
    source: 'EPSS',
    get: v => new CelDouble(v.probability ?? 0),
  },
  remote: {
    type: 'bool',
    doc: 'Rated as what hands over everything over the network, without login and without the help of anybody, as remote code execution is',
    source: 'CVSS vectors',
    get: v => v.remote,
  },
  base: {
    type: 'bool',
    doc: 'Whether the base image brought the package; false when nothing says it',
    source: SCAN,
    get: v => v.base === true,
  },
  use: {
    type: 'string',
    doc: 'Whether code of the package was seen to be used: loaded, never-loaded, or unknown, also where nobody looked',
    source: 'files that were executed or opened',
    get: v => v.use ?? 'unknown',
  },
  daysKnown: {
    type: 'int',
    doc: 'Days since it is known of this image; unknown where nobody keeps scans',
    source: 'earlier scans',
    get: v => v.daysKnown ?? new Unknown('vulnerability.daysKnown', `nobody keeps since when ${v.id} is known of the image`),
  },
});

export const facts = [...ofImage, ...ofVulnerability];
