import { type Body, EXCEPTION_KINDS, type exceptions } from '@breakwater/api';
import type { Exception, Scope } from '@breakwater/model';
import { renderSearch } from '../../app/search.ts';
import { splitList } from '../../format/split-list.ts';
import type { ExceptionKind } from '../../ui/finding-exception-url.ts';

/** Lists of a scope that the form offers, each written with commas; the last one for vulnerabilities only. */
export const PARTS = ['clusters', 'namespaces', 'workloads', 'containers', 'images', 'packages'] as const;
type Part = (typeof PARTS)[number];

/** Days from now, a day of the calendar, until somebody has fixed it, or without an end. */
export type Until = number | 'date' | 'fixable' | 'never';

export type Draft = {
  readonly target: string;
  readonly kind: ExceptionKind;
  readonly reason: string;
  readonly until: Until;
  /** For `date`: that day is the last one. */
  readonly date: string;
} & Readonly<Record<Part, string>>;

const USUAL_DAYS = 30;

/** What a link to the form carries: one place, or nothing. */
export function readDraft(search: Readonly<Record<string, string | undefined>>): Draft {
  const kind = EXCEPTION_KINDS.find(one => one === search['kind']) ?? 'accepted';
  return {
    target: search['target'] ?? '',
    kind,
    reason: '',
    until: kind === 'deferred' ? 'fixable' : USUAL_DAYS,
    date: '',
    clusters: search['cluster'] ?? '',
    namespaces: search['namespace'] ?? '',
    workloads: search['workload'] ?? '',
    containers: search['container'] ?? '',
    images: search['image'] ?? '',
    packages: search['package'] ?? '',
  };
}

/** Ids of vulnerabilities begin with capital letters, as CVE-2026-1 and GHSA-xxxx; those of policies and controls do not. */
export function isOfVulnerability({ target }: { readonly target: string }): boolean {
  return /^[A-Z]{2}[A-Z0-9]*-/.test(target.trim());
}

/** The form, filled in as an exception is that ends. */
export function toRequestUrl(exception: Pick<Exception, 'target' | 'scope' | 'vexStatus' | 'until'>): string {
  const { target, scope } = exception;
  const { clusters = [], namespaces = [], workloads = [], containers = [], images = [], packages = [] } = scope;
  const search = { cluster: clusters, namespace: namespaces, workload: workloads, container: containers, image: images, package: packages };
  const texts = Object.entries(search).map(([name, names]) => [name, names.join(', ')] as const);
  const kind = isOfVulnerability(exception) ? readKind(exception) : undefined;
  return `/exceptions/new${renderSearch({ target, kind, ...Object.fromEntries(texts) })}`;
}

function readKind({ vexStatus, until }: Pick<Exception, 'vexStatus' | 'until'>): ExceptionKind {
  if (vexStatus === 'not_affected' || vexStatus === 'fixed') return 'false-positive';
  return until === undefined && vexStatus === 'affected' ? 'accepted' : 'deferred';
}

/** An empty list would mean "none"; it is left out and means "any". */
export function toScope(draft: Draft): Scope {
  const parts = PARTS.filter(part => part !== 'packages' || isOfVulnerability(draft));
  const lists = parts.map(part => [part, splitList(draft[part])] as const).filter(([, names]) => names.length > 0);
  return Object.fromEntries(lists);
}

const DAY = 86_400_000;

/** The words of VEX for what is said of a vulnerability; a deferral says nothing of it. */
const VEX: Readonly<Partial<Record<ExceptionKind, 'affected' | 'not_affected'>>> = {
  accepted: 'affected',
  'false-positive': 'not_affected',
};

type Request = Body<typeof exceptions.endpoints.request>;

/** What is sent; undefined while something is missing. */
export function toRequest(draft: Draft, now: number): Request | undefined {
  const [target, reason] = [draft.target.trim(), draft.reason.trim()];
  const end = toEnd(draft, now);
  if (target === '' || reason === '' || end === undefined) return undefined;
  const vexStatus = isOfVulnerability(draft) ? VEX[draft.kind] : undefined;
  return { target, scope: toScope(draft), reason, ...end, ...(vexStatus === undefined ? {} : { vexStatus }) };
}

function toEnd(draft: Draft, now: number): Pick<Request, 'expiry' | 'until'> | undefined {
  const { until, date } = draft;
  if (typeof until === 'number') return { expiry: new Date(now + until * DAY).toISOString() };
  if (until === 'date') return date === '' ? undefined : { expiry: date };
  if (!isOfVulnerability(draft)) return undefined;
  return until === 'fixable' ? { until } : {};
}
