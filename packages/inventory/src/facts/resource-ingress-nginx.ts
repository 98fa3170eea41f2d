import { defineFacts } from '../fact.ts';
import { findSnippetSetting, type SnippetSetting } from '../joins/ingress-nginx.ts';
import type { InventoryObject } from '../model/object.ts';
import { formatSteps } from '../model/rule.ts';

const ofResource = defineFacts<InventoryObject>('Resource', {
  nginxSnippets: {
    type: 'SnippetSetting',
    doc: 'Whether ingress-nginx takes snippets from Ingresses; not set for all but its ConfigMap and its controller',
    source: "data.allow-snippet-annotations, else the default of the image's version",
    get: (o, inventory) => findSnippetSetting(inventory, o),
  },
});

const ofSetting = defineFacts<SnippetSetting>('SnippetSetting', {
  kind: {
    type: 'string',
    doc: 'written (a ConfigMap says yes), default (the version says yes) or off',
    source: 'ConfigMap, image',
    get: s => s.kind,
  },
  path: { type: 'string', doc: 'Place in the object', source: 'object', get: s => formatSteps(s.path) },
  version: { type: 'string', doc: 'Version of the controller, empty for a ConfigMap', source: 'image', get: s => s.version },
});

export const facts = [...ofResource, ...ofSetting];
