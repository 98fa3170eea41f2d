import { listEcosystems } from '@breakwater/vulnerability';
import { createOsvFeed } from '../osv-feed.ts';

/** Ecosystems that OSV names and has no dump of. */
const UNPUBLISHED = new Set(['Amazon Linux', 'Azure Linux', 'Oracle Linux', 'Photon OS', 'kubernetes']);

/** Every other file of OSV records, and the dumps of whole ecosystems: asked last. */
export const feed = createOsvFeed({
  name: 'osv',
  title: 'OSV',
  url: 'https://osv-vulnerabilities.storage.googleapis.com',
  licence: 'as each source says',
  cadence: 'every 15 minutes',
  verified: true,
  files:
    /^(?:[\w. -]+\.(?:zip|(?:jsonl|ndjson)(?:\.gz)?)|(?:DSA|DLA|DTSA|RHSA|RHBA|RHEA|RLSA|RXSA|SUSE|openSUSE|UBUNTU|USN|LSN|MAL|MGASA|OSV|HSEC|EEF|CGA|PSF)-[\w.:-]+\.json)$/i,
  downloads: listEcosystems()
    .filter(ecosystem => !UNPUBLISHED.has(ecosystem))
    .map(ecosystem => {
      const folder = `/${encodeURIComponent(ecosystem)}`;
      const changes = {
        path: `${folder}/modified_id.csv`,
        file: `${ecosystem}.changes.jsonl`,
        toPath: (id: string) => `${folder}/${encodeURIComponent(id)}.json`,
      };
      return { path: `${folder}/all.zip`, file: `${ecosystem}.zip`, changes };
    }),
});
