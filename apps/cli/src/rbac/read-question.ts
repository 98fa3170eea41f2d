import { existsSync } from 'node:fs';
import { nearestName } from '@breakwater/model';
import { type AccessRequest, findBuiltInResource, listBuiltInResources } from '@breakwater/rbac';
import { type CommandInput, type OptionDefinition, UsageError } from '../command.ts';

export const NAME_OPTION: OptionDefinition = {
  name: 'name',
  value: 'name',
  doc: 'Name of the object, where the word NAME could be taken for a file',
};

/** Namespace of the request, and of roles and bindings that name none. */
export const RBAC_NAMESPACE_OPTION: OptionDefinition = {
  name: 'namespace',
  short: 'n',
  value: 'name',
  doc: 'Namespace of the request; without it: cluster-wide',
};

export const RESOURCE_ARGUMENTS = [
  { name: 'verb', doc: 'get, list, create, delete, impersonate, …', required: true },
  {
    name: 'resource',
    doc: 'RESOURCE[.GROUP][/SUBRESOURCE], as `pods/exec` or `deployments.apps`; or a path, as `/healthz`',
    required: true,
  },
  {
    name: 'name-and-paths',
    doc: 'NAME of the object if it is about one, then files or folders with roles and bindings, `-` for standard input',
    required: true,
    variadic: true,
  },
] as const;

/** What is asked, and where the roles and bindings are. */
export interface Question {
  readonly request: AccessRequest;
  readonly paths: readonly string[];
}

/** Throws UsageError. */
export function readQuestion({ arguments: words, options }: CommandInput): Question {
  const [verb = '', resource = '', ...rest] = words;
  const namespace = String(options['namespace'] ?? '');
  if (resource.startsWith('/')) return { request: { verb, url: resource }, paths: rest };
  const { name, paths } = splitName(rest, options['name']);
  return { request: completeRequest({ verb, ...parseResource(resource), name, namespace }), paths };
}

/** A first word that is no file and looks like no path is the name. */
function splitName(words: readonly string[], option: unknown): { readonly name: string; readonly paths: readonly string[] } {
  const [first = ''] = words;
  if (option !== undefined) return { name: String(option), paths: words };
  if (first === '' || first === '-' || first.includes('/') || existsSync(first)) return { name: '', paths: words };
  const paths = words.slice(1);
  if (paths.length === 0)
    throw new UsageError(
      `'${first}' is no file or folder; after RESOURCE and NAME stand the files with roles and bindings, or - for standard input`,
    );
  return { name: first, paths };
}

interface ResourceParts {
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
}

/** `deployments.apps/scale`; a resource of Kubernetes needs no group. */
function parseResource(text: string): ResourceParts {
  const slash = text.indexOf('/');
  const [path, subresource] = slash < 0 ? [text, ''] : [text.slice(0, slash), text.slice(slash + 1)];
  const dot = path.indexOf('.');
  if (dot >= 0) return { group: path.slice(dot + 1), resource: path.slice(0, dot), subresource };
  return { group: path === '*' ? '*' : findGroup(path), resource: path, subresource };
}

/** A word that is misspelt would get an honest "no" to a question that nobody asked. */
function findGroup(resource: string): string {
  const found = findBuiltInResource(resource);
  if (found !== undefined) return found.group;
  const nearest = nearestName(resource, listBuiltInResources());
  const hint = nearest === undefined ? '' : `did you mean '${nearest}'? `;
  throw new UsageError(`Kubernetes has no resource '${resource}'; ${hint}A custom one needs its group, as widgets.example.com`);
}

/** Requests for cluster-scoped resources have no namespace, except that one named Namespace is in itself. */
function completeRequest(
  request: AccessRequest & { readonly name: string } & ResourceParts & { readonly namespace: string },
): AccessRequest {
  const found = findBuiltInResource(request.resource, request.group);
  if (found === undefined || found.namespaced) return request;
  if (found.resource === 'namespaces' && request.name !== '') return { ...request, namespace: request.name };
  // The guard asks for `bind` on clusterroles in the namespace of the binding.
  return found.resource === 'clusterroles' && request.verb === 'bind' ? request : { ...request, namespace: '' };
}
