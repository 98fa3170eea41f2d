import type { Event } from '@breakwater/model';

/** Who did something: the container, or the node where there is none. */
export function toSubject({ containerId, podUid = '', container = '', node }: Event): string {
  return containerId ?? (podUid === '' ? node : `${podUid}/${container}`);
}

/** Names of the cluster itself, and those by which addresses are looked up: resolvers ask for them on their own. */
export function isInternalName(name: string): boolean {
  return /(?:^|\.)(?:cluster\.local|in-addr\.arpa|ip6\.arpa|internal|localdomain)\.?$/i.test(name);
}

/** The part of a name that somebody registered, about: its last two labels, or three where registries sell below the second. */
export function toDomain(name: string): { readonly domain: string; readonly below: string } {
  const labels = name.replace(/\.$/, '').toLowerCase().split('.');
  const count = labels.at(-1)?.length === 2 && (labels.at(-2)?.length ?? 0) <= 3 ? 3 : 2;
  return { domain: labels.slice(-count).join('.'), below: labels.slice(0, -count).join('.') };
}
