import { defineFacts } from '../fact.ts';
import { type DnsClash, listDnsClashes, listDnsNames } from '../joins/dns-names.ts';
import type { InventoryObject } from '../model/object.ts';

const ofResource = defineFacts<InventoryObject>('Resource', {
  dnsNames: {
    type: 'list(string)',
    doc: 'Names that external-dns is asked to publish for it',
    source: 'annotation external-dns.alpha.kubernetes.io/hostname',
    get: o => listDnsNames(o),
  },
  dnsClashes: {
    type: 'list(DnsClash)',
    doc: 'Those of them that another object asks for too',
    source: 'the same annotation of all objects',
    get: (o, inventory) => listDnsClashes(inventory, o),
  },
});

const ofClash = defineFacts<DnsClash>('DnsClash', {
  name: { type: 'string', doc: 'The name', source: 'annotation', get: c => c.name },
  other: { type: 'Resource', doc: 'Another object that asks for it', source: 'annotation', get: c => c.other },
});

export const facts = [...ofResource, ...ofClash];
