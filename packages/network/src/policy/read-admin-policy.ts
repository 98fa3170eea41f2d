import { isRecord, type Raw, toRecord, toText } from '@breakwater/inventory';
import { PROTOCOLS } from '../world.ts';
import type { Faults } from './faults.ts';
import type { Policy, PolicySource, PortMatch } from './normal-form.ts';
import { isPort, readList, readProtocol } from './read-network-policy.ts';
import { readSubject, readTieredRules, type TieredForm } from './read-tiered.ts';

const FORM = { Allow: 'Allow', Deny: 'Deny' } as const;

/** policy.networking.k8s.io/v1alpha1. https://network-policy-api.sigs.k8s.io/ */
export function readAdminPolicy(raw: Raw, source: PolicySource, faults: Faults): Policy {
  return readPolicy(raw, source, faults, { tier: 'Admin', actions: { ...FORM, Pass: 'Pass' } });
}

/** One of them, called `default`. */
export function readBaselineAdminPolicy(raw: Raw, source: PolicySource, faults: Faults): Policy {
  if (source.name !== 'default') faults.refuse('metadata.name', "there is one BaselineAdminNetworkPolicy, called 'default'");
  return readPolicy(raw, source, faults, { tier: 'Baseline', actions: FORM });
}

function readPolicy(
  raw: Raw,
  source: PolicySource,
  faults: Faults,
  { tier, actions }: Pick<Policy, 'tier'> & Pick<TieredForm, 'actions'>,
): Policy {
  const spec = toRecord(raw['spec']);
  const form: TieredForm = { actions, readPorts };
  return {
    source,
    tier,
    priority: tier === 'Admin' ? readPriority(spec['priority'], faults) : 0,
    subject: readSubject(spec, faults),
    ingress: readTieredRules(spec, 'ingress', form, faults),
    egress: readTieredRules(spec, 'egress', form, faults),
  };
}

/** The lowest decides first. */
export function readPriority(value: unknown, faults: Faults): number {
  if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 1000) return value as number;
  faults.refuse('spec.priority', 'is a number from 0 to 1000');
  return 0;
}

function readPorts(rule: Raw, path: string, faults: Faults): readonly PortMatch[] | undefined {
  const ports = readList(rule['ports'], `${path}.ports`, faults);
  if (ports.length === 0) return undefined;
  return ports.flatMap((port, index) => readPort(port, `${path}.ports[${index}]`, faults));
}

function readPort(entry: Raw, path: string, faults: Faults): readonly PortMatch[] {
  const { portNumber, portRange, namedPort } = entry as Record<string, unknown>;
  if (isRecord(portNumber)) return readRange(portNumber, portNumber['port'], portNumber['port'], `${path}.portNumber`, faults);
  if (isRecord(portRange)) return readRange(portRange, portRange['start'], portRange['end'], `${path}.portRange`, faults);
  if (toText(namedPort) !== '') return [{ kind: 'named', name: toText(namedPort) }];
  faults.refuse(path, 'names exactly one of portNumber, portRange and namedPort');
  return [];
}

function readRange({ protocol = PROTOCOLS[0] }: Raw, from: unknown, to: unknown, path: string, faults: Faults): readonly PortMatch[] {
  const known = readProtocol(protocol, `${path}.protocol`, faults);
  if (known === undefined) return [];
  if (isPort(from) && isPort(to) && from <= to) return [{ kind: 'range', protocol: known, from, to }];
  faults.refuse(path, 'its ports are numbers from 1 to 65535, the first not above the last');
  return [];
}
