import type { Event, Evidence } from '@breakwater/model';
import { shortenText } from './evidence.ts';

/** Real trees are flatter; what is deeper was made to fill reports. */
const MAX_ANCESTORS = 16;
const MAX_ARGUMENTS = 20;
const MAX_TEXT = 200;

type Told = Pick<NonNullable<Event['process']>, 'id' | 'exe' | 'argv' | 'uid' | 'sha256'>;

/** The event that a finding rests on, and the whole tree of its process: itself, then its ancestors, parent first. */
export function listProcesses({ id, time, type, process }: Event): readonly Evidence[] {
  const event = { source: 'event', path: '', value: { id, time, type } };
  if (process === undefined) return [event];
  const ancestors = process.ancestors.slice(0, MAX_ANCESTORS).map((ancestor, index) => toEvidence(`process.ancestors[${index}]`, ancestor));
  return [event, toEvidence('process', process), ...ancestors];
}

function toEvidence(path: string, { id, exe, argv, uid, sha256 }: Told): Evidence {
  const shown = argv.slice(0, MAX_ARGUMENTS).map(word => shortenText(word, MAX_TEXT));
  const cut = argv.length > MAX_ARGUMENTS ? [`+${argv.length - MAX_ARGUMENTS}`] : [];
  return {
    source: 'event',
    path,
    value: { id, exe: shortenText(exe, MAX_TEXT), ...(sha256 === undefined ? {} : { sha256 }), argv: [...shown, ...cut], uid },
  };
}
