import type { Advisory, Affected } from '@breakwater/vulnerability';
import type { Feed } from '../feed.ts';
import { isObject, type Json, toText } from '../json.ts';

/** The tracker speaks of releases by their code names; advisories by number. */
const RELEASES: Readonly<Record<string, string>> = {
  buster: '10',
  bullseye: '11',
  bookworm: '12',
  trixie: '13',
  forky: '14',
  sid: 'sid',
};

/** By source package and CVE, with what was decided for each release: also what is not fixed, and will not be. */
export const feed: Feed = {
  name: 'debian-tracker',
  title: 'Debian security tracker',
  url: 'https://security-tracker.debian.org/tracker/data/json',
  licence: 'as the Debian project publishes it',
  cadence: 'hours',
  verified: true,
  files: /^debian-tracker\.json(?:\.gz)?$/i,
  downloads: [{ path: '', file: 'debian-tracker.json' }],
  layout: 'json',
  *parse(document) {
    if (!isObject(document) || Object.keys(document).length === 0) throw new TypeError('it has no packages');
    for (const [name, problems] of Object.entries(document)) {
      if (!isObject(problems)) throw new TypeError(`the package ${name} has no problems`);
      for (const [id, problem] of Object.entries(problems)) {
        const advisory = isObject(problem) ? toAdvisory(name, id, problem) : undefined;
        if (advisory !== undefined) yield { type: 'advisory', advisory };
      }
    }
  },
};

function toAdvisory(name: string, id: string, { releases, description }: Json): Advisory | undefined {
  const decided = isObject(releases) ? Object.entries(releases) : [];
  const affected = decided.flatMap(([codename, decision]) => {
    const release = Object.hasOwn(RELEASES, codename) ? RELEASES[codename] : undefined;
    return release === undefined || !isObject(decision) ? [] : toAffected(name, release, decision);
  });
  if (affected.length === 0) return undefined;
  return {
    id: `DEBIAN-${name}-${id}`,
    aliases: [],
    upstream: id.startsWith('CVE-') ? [id] : [],
    related: [],
    withdrawn: false,
    modified: '',
    published: undefined,
    summary: (toText(description) ?? '').slice(0, 300),
    ratings: [],
    references: [`https://security-tracker.debian.org/tracker/${id}`],
    affected,
  };
}

/** A fix in version 0 says that the release was never affected. `removed` is no answer: the package may still be installed. */
function toAffected(name: string, release: string, decision: Json): readonly Affected[] {
  const fixed = toText(decision['fixed_version']);
  const [state, urgency] = [toText(decision['status']), toText(decision['urgency'])];
  if (fixed === '0' || state === 'undetermined') return [];
  const status = fixed === undefined ? toStatus(urgency, toText(decision['nodsa_reason'])) : undefined;
  return [
    {
      ecosystem: `Debian:${release}`,
      name,
      ranges: [
        fixed === undefined
          ? [['introduced', '0']]
          : [
              ['introduced', '0'],
              ['fixed', fixed],
            ],
      ],
      versions: [],
      ratings: urgency === undefined ? [] : [{ type: 'word', value: urgency.replaceAll('*', '') }],
      ...(status === undefined ? {} : { status }),
    },
  ];
}

function toStatus(urgency: string | undefined, reason: string | undefined): string | undefined {
  if (urgency === 'end-of-life') return 'end-of-life';
  return reason === 'ignored' ? 'wont-fix' : undefined;
}
