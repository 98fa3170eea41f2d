import { isRecord, type Raw, toRecord, toText, toTexts } from '@breakwater/inventory';
import type { Faults } from './faults.ts';
import type { Direction, Peer, PodSelection, PortMatch, Rule } from './normal-form.ts';
import { readRange } from './ranges.ts';
import { readList } from './read-network-policy.ts';
import { EVERYTHING, readSelector } from './selector.ts';

/** What the kinds of tiered policies write in different ways. */
export interface TieredForm {
  readonly actions: Readonly<Record<string, Rule['action']>>;
  /** The ports of a rule; undefined when it names none. */
  readPorts(rule: Raw, path: string, faults: Faults): readonly PortMatch[] | undefined;
}

export function readSubject(spec: Raw, faults: Faults): PodSelection {
  const subject = toRecord(spec['subject']);
  const selection = readSelection(subject, 'spec.subject', faults);
  if (selection === undefined) faults.refuse('spec.subject', 'names exactly one of namespaces and pods');
  return selection ?? {};
}

/** The pods that `namespaces` or `pods` of a peer or subject select. */
function readSelection(holder: Raw, path: string, faults: Faults): PodSelection | undefined {
  const { namespaces, pods } = holder as { namespaces?: unknown; pods?: unknown };
  if (isRecord(namespaces) === isRecord(pods)) return undefined;
  if (isRecord(pods)) {
    const ofDraft = isRecord(pods['namespaces']) ? readNamespaces(pods['namespaces'], `${path}.pods.namespaces`, faults) : undefined;
    const own = { namespaces: readSelector(pods['namespaceSelector'], `${path}.pods.namespaceSelector`, faults) };
    return { ...(ofDraft ?? own), pods: readSelector(pods['podSelector'], `${path}.pods.podSelector`, faults) };
  }
  return readNamespaces(toRecord(namespaces), `${path}.namespaces`, faults);
}

/** The published form is the selector itself; old drafts nested it, and could compare with the subject's namespace. */
function readNamespaces(namespaces: Raw, path: string, faults: Faults): PodSelection {
  const { sameLabels, notSameLabels, namespaceSelector } = namespaces as Record<string, unknown>;
  if (Array.isArray(sameLabels)) return { namespaces: EVERYTHING, sameLabels: toTexts(sameLabels) };
  if (Array.isArray(notSameLabels)) return { namespaces: EVERYTHING, notSameLabels: toTexts(notSameLabels) };
  if (namespaceSelector !== undefined) return { namespaces: readSelector(namespaceSelector, `${path}.namespaceSelector`, faults) };
  return { namespaces: readSelector(namespaces, path, faults) };
}

export function readTieredRules(spec: Raw, direction: Direction, form: TieredForm, faults: Faults): readonly Rule[] {
  return readList(spec[direction], `spec.${direction}`, faults).flatMap((rule, index) => {
    const path = `spec.${direction}[${index}]`;
    const action = form.actions[toText(rule['action'])];
    if (action === undefined) {
      faults.refuse(`${path}.action`, `is one of ${Object.keys(form.actions).join(', ')}`);
      return [];
    }
    return [readRule(rule, index, action, direction, form, path, faults)];
  });
}

function readRule(
  rule: Raw,
  index: number,
  action: Rule['action'],
  direction: Direction,
  form: TieredForm,
  path: string,
  faults: Faults,
): Rule {
  const name = toText(rule['name']);
  const named = name === '' ? {} : { name };
  const field = direction === 'ingress' ? 'from' : 'to';
  const given = readList(rule[field], `${path}.${field}`, faults);
  if (given.length === 0) faults.refuse(`${path}.${field}`, 'at least one peer is required');
  const peers = given.map((peer, position) => readPeer(peer, action, `${path}.${field}[${position}]`, faults));
  // An object of a newer version: what it allows more than is understood is not allowed, and what it denies may be everything.
  if (peers.includes(undefined) && action !== 'Allow') return { index, ...named, action: 'Deny', peers: undefined, ports: undefined };
  return { index, ...named, action, peers: peers.filter(peer => peer !== undefined), ports: form.readPorts(rule, path, faults) };
}

/** Undefined for a peer none of whose fields is known. */
function readPeer(peer: Raw, action: Rule['action'], path: string, faults: Faults): Peer | undefined {
  const selection = readSelection(peer, path, faults);
  if (selection !== undefined) return { kind: 'pods', selection };
  const { networks, nodes, domainNames } = peer as Record<string, unknown>;
  if (Array.isArray(networks)) {
    return { kind: 'networks', ranges: networks.flatMap((text, index) => readRange(text, `${path}.networks[${index}]`, faults) ?? []) };
  }
  if (isRecord(nodes)) return { kind: 'nodes', selector: readSelector(nodes, `${path}.nodes`, faults) };
  if (Array.isArray(domainNames)) {
    if (action !== 'Allow') faults.refuse(`${path}.domainNames`, 'only rules that allow may name domains');
    return { kind: 'domains', names: toTexts(domainNames).map(domain => domain.replace(/\.$/, '').toLowerCase()) };
  }
  return undefined;
}
