import type { Feed } from '../feed.ts';
import { toObjects, toText } from '../json.ts';

/** Entries as CISA writes them, and in the short form in which mirrors keep them. */
export const feed: Feed = {
  name: 'kev',
  title: 'CISA known exploited vulnerabilities',
  url: 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
  licence: 'CC0-1.0',
  cadence: 'working days',
  verified: true,
  files: /^(?:kev|known_exploited_vulnerabilities)\.json(?:\.gz)?$/i,
  downloads: [{ path: '', file: 'known_exploited_vulnerabilities.json' }],
  layout: 'json',
  *parse(document) {
    for (const entry of toObjects(document, 'vulnerabilities')) {
      const cve = toText(entry['cve']) ?? toText(entry['cveID']);
      const added = toText(entry['dateAdded']);
      if (cve === undefined || added === undefined) continue;
      const due = toText(entry['dueDate']);
      const ransomware = entry['ransomware'] === true || entry['knownRansomwareCampaignUse'] === 'Known';
      yield { type: 'exploited', cve, added, ...(due === undefined ? {} : { due }), ransomware };
    }
  },
};
