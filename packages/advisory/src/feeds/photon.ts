import type { Advisory } from '@breakwater/vulnerability';
import { createAdvisory, createAffected, toScoreWord } from '../create-advisory.ts';
import type { Feed } from '../feed.ts';
import { isObject, type Json, toText } from '../json.ts';

const RELEASES = ['3.0', '4.0', '5.0'];

/** A list of CVEs by package; the release stands in the name of the file. */
export const feed: Feed = {
  name: 'photon',
  title: 'Photon OS CVE metadata',
  url: 'https://packages.broadcom.com/photon/photon_cve_metadata',
  licence: 'as Broadcom publishes it',
  cadence: 'days',
  verified: true,
  files: /^cve_data_photon\d+\.\d+\.json(?:\.gz)?$/i,
  downloads: RELEASES.map(release => ({ path: `/cve_data_photon${release}.json`, file: `cve_data_photon${release}.json` })),
  layout: 'json',
  *parse(document, file) {
    if (!Array.isArray(document) || document.length === 0) throw new TypeError('it is no list of CVEs');
    const release = /photon(\d+\.\d+)/i.exec(file)?.[1] ?? '';
    for (const entry of document) {
      const advisory = isObject(entry) ? toAdvisory(entry, release) : undefined;
      if (advisory !== undefined) yield { type: 'advisory', advisory };
    }
  },
};

function toAdvisory(entry: Json, release: string): Advisory | undefined {
  const [cve, name, fixed] = [toText(entry['cve_id']), toText(entry['pkg']), toText(entry['res_ver'])];
  if (cve === undefined || name === undefined || entry['status'] === 'Not Affected') return undefined;
  return createAdvisory({
    id: `PHOTON-${release}-${name}-${cve}-${fixed ?? ''}`,
    upstream: cve.startsWith('CVE-') ? [cve] : [],
    affected: [
      createAffected(`Photon OS:${release}`, name, fixed === 'NA' ? undefined : fixed, {
        ratings: toScoreWord(entry['cve_score']),
      }),
    ],
  });
}
