import type { Feed } from '../feed.ts';
import { isObject, type Json, toObjects, toText } from '../json.ts';

/**
 * Scores only: NVD names products for few vulnerabilities any more, so nothing is matched by it. This product uses the NVD API but is not
 * endorsed or certified by the NVD.
 */
export const feed: Feed = {
  name: 'nvd',
  title: 'National Vulnerability Database',
  url: 'https://nvd.nist.gov/feeds/json/cve/2.0',
  licence: 'public domain',
  cadence: 'daily, what changed every two hours',
  verified: false,
  files: /^nvdcve-2\.0-\w+\.json(?:\.gz)?$/i,
  downloads: ['modified', ...listYears()].map(part => ({ path: `/nvdcve-2.0-${part}.json.gz`, file: `nvdcve-2.0-${part}.json.gz` })),
  onRequest: true,
  layout: 'json',
  *parse(document) {
    for (const entry of toObjects(document, 'vulnerabilities')) {
      const cve = isObject(entry['cve']) ? entry['cve'] : {};
      const [id, vectors] = [toText(cve['id']), listVectors(cve)];
      if (id !== undefined && vectors.length > 0) yield { type: 'score', cve: id, vectors };
    }
  },
};

/** CVEs are numbered since 1999; the first file holds those up to 2002. */
function listYears(): readonly string[] {
  const last = new Date().getUTCFullYear();
  return Array.from({ length: last - 2001 }, (_, index) => String(2002 + index));
}

/** Of the newest version that has a score; the primary source comes first. */
function listVectors({ metrics }: Json): readonly string[] {
  if (!isObject(metrics)) return [];
  const key = ['cvssMetricV40', 'cvssMetricV31', 'cvssMetricV30', 'cvssMetricV2'].find(one => Array.isArray(metrics[one]));
  if (key === undefined) return [];
  const scores = toObjects(metrics, key).toSorted((a, b) => Number(b['type'] === 'Primary') - Number(a['type'] === 'Primary'));
  return scores.flatMap(({ cvssData }) => (isObject(cvssData) ? (toText(cvssData['vectorString']) ?? []) : [])).slice(0, 2);
}
