import type { Feed } from '../feed.ts';

const LINE = /^(CVE-\d{4}-\d{4,}),([\d.eE+-]+),([\d.eE+-]+)$/;

/** CSV: a comment with the model, a header, then CVE, probability and percentile. */
export const feed: Feed = {
  name: 'epss',
  title: 'Exploit prediction scoring system',
  url: 'https://epss.empiricalsecurity.com/epss_scores-current.csv.gz',
  licence: 'free with attribution',
  cadence: 'daily',
  verified: true,
  files: /^epss[\w.-]*\.csv(?:\.gz)?$/i,
  downloads: [{ path: '', file: 'epss_scores-current.csv.gz' }],
  layout: 'lines',
  *parse(line) {
    const text = String(line);
    if (text.startsWith('#') || text.startsWith('cve,')) return;
    const [, cve, probability, percentile] = LINE.exec(text) ?? [];
    if (cve === undefined) throw new TypeError('it is no line of EPSS scores');
    yield { type: 'probability', cve, probability: Number(probability), percentile: Number(percentile) };
  },
};
