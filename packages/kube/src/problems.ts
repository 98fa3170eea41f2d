import type { Problem } from '@breakwater/model';
import type { KubeErrorCode } from './errors.ts';

/** What keeps a reflector from telling the whole truth about a kind. */
export interface Trouble {
  readonly code: Extract<KubeErrorCode, 'kind-unreadable' | 'kind-not-served' | 'kind-stale' | 'object-too-large'>;
  readonly detail: string;
}

/** In words that say what follows from it and what to do. */
export function describeTrouble({ code, detail }: Trouble, resource: string): Problem {
  return { code, source: resource, message: WORDS[code](resource, detail) };
}

const WORDS: Readonly<Record<Trouble['code'], (resource: string, detail: string) => string>> = {
  'kind-unreadable': (resource, detail) =>
    `nothing is known about ${resource}, since they may not be read; allow get, list and watch on them: ${detail}`,
  'kind-not-served': (resource, detail) => `nothing is known about ${resource}, since this API server does not serve them: ${detail}`,
  'kind-stale': (resource, detail) => `what is known about ${resource} may be old, since reading them fails again and again: ${detail}`,
  'object-too-large': (resource, detail) => `changes of ${resource} that are too large to be read, and so are not known: ${detail}`,
};
