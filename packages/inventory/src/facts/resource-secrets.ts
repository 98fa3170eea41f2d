import { defineFacts } from '../fact.ts';
import { listKeyLiterals, listSecretEntries } from '../joins/secrets.ts';
import type { InventoryObject } from '../model/object.ts';

const ofResource = defineFacts<InventoryObject>('Resource', {
  keyLiterals: {
    type: 'list(SecretPlace)',
    doc: 'Literals in the format of a key: AWS, GitHub, Google, private key, …; at most ten. The name of each is its format',
    source: 'annotations, env, command and args of containers, data of ConfigMaps',
    get: (o, inventory) => listKeyLiterals(inventory, o),
  },
});

const ofSecret = defineFacts<InventoryObject>('Secret', {
  secretEntries: {
    type: 'list(SecretPlace)',
    doc: 'Entries of a ConfigMap that are secrets by name, by a name on the outermost level of a file, or by format; at most ten. Empty for Secrets',
    source: 'data, binaryData',
    get: listSecretEntries,
  },
});

export const facts = [...ofResource, ...ofSecret];
