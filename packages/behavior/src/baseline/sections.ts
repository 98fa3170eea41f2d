import { type BehaviorBaseline, LEARNED_PEERS, type LearnedPeer } from '@breakwater/model';
import { collapseAddress, formatAddressPattern, parseAddressPattern } from '../patterns/address-segments.ts';
import { collapseName, formatNamePattern, parseNamePattern } from '../patterns/name-segments.ts';
import { ANY, type Collapse, type CollapseRule, NEVER } from '../patterns/pattern-set.ts';

/** Ports from here on are given by the kernel; those of one kind become one when there are many. */
const FIRST_HIGH_PORT = 32_768;
const HIGH_PORTS: Collapse = { limit: 10, isDeep: false };
/** Files of one folder that are told apart; more for the settings of a system. */
const IN_FOLDER: Collapse = { limit: 50, isDeep: false };
const IN_SETTINGS: Collapse = { limit: 100, isDeep: false };

type Entry<K extends 'peers' | 'listeners' | 'files' | 'names' | 'calls'> = Omit<BehaviorBaseline[K][number], 'firstSeen'>;

/** One part of a baseline: how its entries are told apart, and written down. */
export interface Section<T> {
  readonly rule: CollapseRule;
  readonly max: number;
  readonly toSegments: (entry: T) => readonly string[];
  readonly toEntry: (segments: readonly string[]) => T;
  /** One line, by which an entry is removed and spoken of. */
  readonly toText: (entry: T) => string;
  /** The other way round; undefined for the line of another section. */
  readonly parse: (text: string) => T | undefined;
}

export const PEERS: Section<Entry<'peers'>> = {
  max: 2000,
  rule: ([, , level, port, kind, ...rest]) => {
    if (level === 'high' && port === undefined) return HIGH_PORTS;
    if (kind === 'address') return rest.length === 0 ? NEVER : collapseAddress(rest);
    return kind === 'name' ? collapseName(rest) : NEVER;
  },
  toSegments: ({ direction, protocol, port, kind, peer }) => [
    direction,
    protocol,
    ...toPortSegments(port),
    kind,
    ...toPeerSegments(kind, peer),
  ],
  toEntry: ([direction, protocol = '', , port = '', kind, ...rest]) => ({
    direction: direction as LearnedPeer['direction'],
    protocol,
    port,
    kind: kind as LearnedPeer['kind'],
    peer: formatPeer(kind as LearnedPeer['kind'], rest),
  }),
  toText: ({ direction, protocol, port, kind, peer }) => `peer ${direction} ${protocol} ${port} ${kind} ${peer}`.trimEnd(),
  parse: text => {
    const [, direction, protocol = '', port = '', kind, peer = ''] = /^peer (ingress|egress) (\S+) (\S+) (\S+) ?(.*)$/s.exec(text) ?? [];
    const isKind = LEARNED_PEERS.some(one => one === kind);
    return isKind
      ? { direction: direction as LearnedPeer['direction'], protocol, port, kind: kind as LearnedPeer['kind'], peer }
      : undefined;
  },
};

export const LISTENERS: Section<Entry<'listeners'>> = {
  max: 500,
  rule: ([, level, port]) => (level === 'high' && port === undefined ? HIGH_PORTS : NEVER),
  toSegments: ({ protocol, port }) => [protocol, ...toPortSegments(port)],
  toEntry: ([protocol = '', , port = '']) => ({ protocol, port }),
  toText: ({ protocol, port }) => `listener ${protocol} ${port}`,
  parse: text => {
    const [, protocol, port = ''] = /^listener (\S+) (\S+)$/.exec(text) ?? [];
    return protocol === undefined ? undefined : { protocol, port };
  },
};

export const FILES: Section<Entry<'files'>> = {
  max: 2000,
  rule: prefix => {
    if (prefix.length < 3) return NEVER;
    return prefix[2] === 'etc' ? IN_SETTINGS : IN_FOLDER;
  },
  toSegments: ({ access, path }) => [access, ...path.split('/')],
  toEntry: ([access, ...path]) => ({ access: access as 'read' | 'write', path: path.join('/') }),
  toText: ({ access, path }) => `file ${access} ${path}`,
  parse: text => {
    const [, access, path = ''] = /^file (read|write) (.*)$/s.exec(text) ?? [];
    return access === undefined ? undefined : { access: access as 'read' | 'write', path };
  },
};

export const NAMES: Section<Entry<'names'>> = {
  max: 1000,
  rule: collapseName,
  toSegments: ({ name }) => parseNamePattern(name),
  toEntry: segments => ({ name: formatNamePattern(segments) }),
  toText: ({ name }) => `name ${name}`,
  parse: text => {
    const name = /^name (.*)$/s.exec(text)?.[1];
    return name === undefined ? undefined : { name };
  },
};

/** Namespaces in which the same is asked that are told apart. */
const NAMESPACES: Collapse = { limit: 30, isDeep: false };

export const CALLS: Section<Entry<'calls'>> = {
  max: 2000,
  rule: prefix => (prefix.length === 2 ? NAMESPACES : NEVER),
  toSegments: ({ verb, resource, namespace }) => [verb, resource, namespace],
  toEntry: ([verb = '', resource = '', namespace = '']) => ({ verb, resource, namespace }),
  toText: ({ verb, resource, namespace }) => `call ${verb} ${resource} ${namespace}`.trimEnd(),
  parse: text => {
    const [, verb, resource = '', namespace = ''] = /^call (\S+) (\S+) ?(\S*)$/.exec(text) ?? [];
    return verb === undefined ? undefined : { verb, resource, namespace };
  },
};

export function toPortSegments(port: string): readonly string[] {
  return [port === ANY || Number(port) >= FIRST_HIGH_PORT ? 'high' : 'low', port];
}

function toPeerSegments(kind: LearnedPeer['kind'], peer: string): readonly string[] {
  if (kind === 'address') return parseAddressPattern(peer);
  if (kind === 'name') return parseNamePattern(peer);
  return peer === '' ? [] : [peer];
}

function formatPeer(kind: LearnedPeer['kind'], segments: readonly string[]): string {
  if (kind === 'address') return formatAddressPattern(segments);
  return kind === 'name' ? formatNamePattern(segments) : segments.join();
}
