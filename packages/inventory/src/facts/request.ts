import { defineFacts } from '../fact.ts';
import type { AccessRequest } from '../model/access-request.ts';

/** Facts of what somebody asks the API server to do; files hold no request. */
export const facts = defineFacts<AccessRequest>('Request', {
  operation: {
    type: 'string',
    doc: 'CREATE, UPDATE, DELETE or CONNECT',
    source: 'request.operation',
    native: 'request.operation',
    get: r => r.operation,
  },
  group: {
    type: 'string',
    doc: 'API group, empty for core',
    source: 'request.resource',
    native: 'request.resource.group',
    get: r => r.group,
  },
  resource: {
    type: 'string',
    doc: 'Plural of the resource, as pods',
    source: 'request.resource',
    native: 'request.resource.resource',
    get: r => r.resource,
  },
  subresource: {
    type: 'string',
    doc: 'Sub-resource, as exec; empty for the resource itself',
    source: 'request.subResource',
    native: 'request.subResource',
    get: r => r.subresource,
  },
  name: { type: 'string', doc: 'Name of the object', source: 'request.name', native: 'request.name', get: r => r.name },
  namespace: {
    type: 'string',
    doc: 'Namespace of the object, empty for cluster-scoped ones',
    source: 'request.namespace',
    native: 'request.namespace',
    get: r => r.namespace,
  },
  user: { type: 'string', doc: 'Who asks', source: 'request.userInfo', native: 'request.userInfo.username', get: r => r.user },
  groups: {
    type: 'list(string)',
    doc: 'Groups of who asks',
    source: 'request.userInfo',
    native: 'request.userInfo.?groups.orValue([])',
    get: r => r.groups,
  },
  old: {
    type: 'dyn',
    doc: 'The object as it was; null for what is created',
    source: 'oldObject',
    native: 'dyn(oldObject)',
    get: r => r.old,
  },
});
