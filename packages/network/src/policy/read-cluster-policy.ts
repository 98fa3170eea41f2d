import { isRecord, type Raw, toRecord, toText } from '@breakwater/inventory';
import type { Protocol } from '../world.ts';
import type { Faults } from './faults.ts';
import type { Policy, PolicySource, PortMatch } from './normal-form.ts';
import { readPriority } from './read-admin-policy.ts';
import { isPort, LAST_PORT, readList } from './read-network-policy.ts';
import { readSubject, readTieredRules, type TieredForm } from './read-tiered.ts';

const TIERS = { Admin: 'Admin', Baseline: 'Baseline' } as const;

const FORM: TieredForm = { actions: { Accept: 'Allow', Deny: 'Deny', Pass: 'Pass' }, readPorts };

/** policy.networking.k8s.io/v1alpha2. https://network-policy-api.sigs.k8s.io/ */
export function readClusterPolicy(raw: Raw, source: PolicySource, faults: Faults): Policy {
  const spec = toRecord(raw['spec']);
  const tier = TIERS[toText(spec['tier']) as keyof typeof TIERS];
  if (tier === undefined) faults.refuse('spec.tier', 'is Admin or Baseline');
  return {
    source,
    tier: tier ?? 'Admin',
    priority: readPriority(spec['priority'], faults),
    subject: readSubject(spec, faults),
    ingress: readTieredRules(spec, 'ingress', FORM, faults),
    egress: readTieredRules(spec, 'egress', FORM, faults),
  };
}

const PROTOCOL_FIELDS: Readonly<Record<string, Protocol>> = { tcp: 'TCP', udp: 'UDP', sctp: 'SCTP' };

function readPorts(rule: Raw, path: string, faults: Faults): readonly PortMatch[] | undefined {
  const protocols = readList(rule['protocols'], `${path}.protocols`, faults);
  if (protocols.length === 0) return undefined;
  return protocols.flatMap((entry, index) => readProtocolEntry(entry, `${path}.protocols[${index}]`, faults));
}

function readProtocolEntry(entry: Raw, path: string, faults: Faults): readonly PortMatch[] {
  const name = toText(entry['destinationNamedPort']);
  if (name !== '') return [{ kind: 'named', name }];
  const [field, ...more] = Object.keys(PROTOCOL_FIELDS).filter(known => isRecord(entry[known]));
  const protocol = field === undefined ? undefined : PROTOCOL_FIELDS[field];
  if (field === undefined || protocol === undefined || more.length > 0) {
    faults.refuse(path, 'names exactly one of tcp, udp, sctp and destinationNamedPort');
    return [];
  }
  return readDestination(protocol, toRecord(entry[field])['destinationPort'], `${path}.${field}.destinationPort`, faults);
}

function readDestination(protocol: Protocol, port: unknown, path: string, faults: Faults): readonly PortMatch[] {
  if (!isRecord(port)) return [{ kind: 'range', protocol, from: 0, to: LAST_PORT }];
  const { number, range } = port as { number?: unknown; range?: unknown };
  if (isPort(number)) return [{ kind: 'range', protocol, from: number, to: number }];
  const { start, end } = toRecord(range);
  if (isPort(start) && isPort(end) && start < end) return [{ kind: 'range', protocol, from: start, to: end }];
  faults.refuse(path, 'is a number from 1 to 65535, or a range whose start is below its end');
  return [];
}
