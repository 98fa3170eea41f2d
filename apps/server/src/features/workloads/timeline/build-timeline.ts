import type { Answer, workloads } from '@breakwater/api';
import { describeEvent } from '@breakwater/behavior';
import type { Event } from '@breakwater/model';
import { toDayRowId } from '../../../list/row-id.ts';
import type { KeptEvent } from '../../baselines/preview/store.ts';
import { MAX_STARTS, type ViolationMoment } from './store.ts';

export type Moment = Answer<typeof workloads.endpoints.timeline>['moments'][number];

interface Sources {
  readonly cluster: string;
  /** First programs of containers, the oldest first. */
  readonly starts: readonly KeptEvent[];
  readonly doings: readonly KeptEvent[];
  readonly violations: readonly ViolationMoment[];
  /** Violations before it are those of before. */
  readonly since: string;
}

/** What happened to a workload and what it did, in one order, the newest first. */
export function buildTimeline({ cluster, starts, doings, violations, since }: Sources): readonly Moment[] {
  const begun = listBeginnings(cluster, starts);
  const shown = new Set(begun.map(({ event }) => event));
  const did = doings.map(kept => toMoment(cluster, kept, 'event')).filter(({ event }) => !shown.has(event));
  const judged = violations.flatMap(one => listViolationMoments(one, since));
  return [...begun, ...did, ...judged].toSorted((a, b) => Date.parse(b.time) - Date.parse(a.time));
}

/** An entrypoint may execute others in its place: of one container the first counts. */
function listBeginnings(cluster: string, starts: readonly KeptEvent[]): readonly Moment[] {
  const seen = new Set<string>();
  const pods = new Set<string>();
  const images = new Map<string, string>();
  const moments = starts.flatMap((kept): readonly Moment[] => {
    const { container = '', pod = '', containerId = kept.key, image } = kept.event;
    if (seen.has(containerId) || isOfRuntime(kept.event)) return [];
    seen.add(containerId);
    const place = `${pod} ${container}`;
    const moment = toMoment(cluster, kept, pods.has(place) ? 'restart' : 'start');
    pods.add(place);
    const before = images.get(container);
    if (image === undefined) return [moment];
    images.set(container, image);
    if (before === undefined || before === image) return [moment];
    return [moment, { ...moment, kind: 'image', text: `${before} → ${image}` }];
  });
  return moments.slice(-MAX_STARTS);
}

/** One that ran before the agent did was not started then. */
function isOfRuntime({ process }: Event): boolean {
  return process?.traits?.some(trait => trait === 'runtime' || trait === 'running') === true;
}

function toMoment(cluster: string, { day, key, event }: KeptEvent, kind: Moment['kind']): Moment {
  const { time, pod = '', container = '' } = event;
  return { time, kind, pod, container, text: describeEvent(event), event: toDayRowId(cluster, day, key) };
}

function listViolationMoments({ id, policy, container, message, openedAt, resolvedAt }: ViolationMoment, since: string): readonly Moment[] {
  const of = { pod: '', container, text: `${policy}: ${message}`, violation: id };
  const opened: readonly Moment[] = Date.parse(openedAt) < Date.parse(since) ? [] : [{ time: openedAt, kind: 'violation', ...of }];
  return resolvedAt === null ? opened : [...opened, { time: resolvedAt, kind: 'resolved', ...of }];
}
