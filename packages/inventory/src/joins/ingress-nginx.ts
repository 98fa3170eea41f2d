import { Unknown } from '@breakwater/cel';
import { compareVersions, VersionError } from '@breakwater/version';
import { type ImageReference, parseImageReference } from '../image-reference.ts';
import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import { type Container, toWorkload } from '../model/pod.ts';
import { type Path, readPath, toText, toTexts } from '../raw.ts';

/** Last segments of the repositories that hold the controller, the community's own and well-known rebuilds. */
const REPOSITORIES = [
  'ingress-nginx/controller',
  'ingress-nginx/controller-chroot',
  'nginx-ingress-controller',
  'ingress-nginx-controller',
  'nginx-controller',
];
const SETTING = 'allow-snippet-annotations';
/** First version whose default forbids snippet annotations. */
const SAFE_DEFAULT = '1.9.0';

export function isIngressNginx({ repository }: ImageReference): boolean {
  return REPOSITORIES.some(name => `/${repository}`.endsWith(`/${name}`));
}

/** Order of two versions of image tags; undefined when one of them is none. */
export function orderImageVersions(a: string, b: string): number | undefined {
  try {
    return { '<': -1, '=': 0, '>': 1 }[compareVersions('image-tag', a, b)];
  } catch (cause) {
    if (cause instanceof VersionError) return undefined;
    throw cause;
  }
}

/** Where ingress-nginx is told, or by its version lets, Ingresses bring configuration of their own. */
export interface SnippetSetting {
  /** `written`: a ConfigMap says yes; `default`: nobody says, and the version's default is yes; `off`: neither. */
  readonly kind: 'written' | 'default' | 'off';
  readonly path: Path;
  /** Version of the controller, empty for a ConfigMap. */
  readonly version: string;
}

/** The setting that a ConfigMap or a controller's workload carries; undefined for everything else. */
export function findSnippetSetting(inventory: Inventory, object: InventoryObject): SnippetSetting | Unknown | undefined {
  if (object.kindName === 'ConfigMap') {
    const value = readPath(object.raw, 'data', SETTING);
    return value === undefined ? undefined : { kind: value === 'true' ? 'written' : 'off', path: ['data', SETTING], version: '' };
  }
  const controller = toWorkload(object)?.pod.containers.find(container => isIngressNginx(readReference(container)));
  return controller === undefined ? undefined : judgeController(inventory, object, controller);
}

function readReference(container: Container): ImageReference {
  return parseImageReference(toText(container.raw['image']));
}

function judgeController(inventory: Inventory, object: InventoryObject, container: Container): SnippetSetting | Unknown {
  const version = readReference(container).tag;
  const order = orderImageVersions(version, SAFE_DEFAULT);
  const setting = (kind: SnippetSetting['kind']): SnippetSetting => ({ kind, path: [...container.path, 'image'], version });
  if (order !== undefined && order >= 0) return setting('off');
  const configuration = findConfiguration(inventory, object, container);
  if (configuration.some(map => readPath(map.raw, 'data', SETTING) !== undefined)) return setting('off');
  if (order === undefined)
    return new Unknown('resource.nginxSnippets', `the version of image '${toText(container.raw['image'])}' is not known`);
  if (configuration.length > 0 || inventory.options.complete) return setting('default');
  return new Unknown('resource.nginxSnippets', "the controller's ConfigMap is not among the objects given");
}

/** The ConfigMap that the controller is started with, else those of its namespace that hold the setting. */
function findConfiguration(inventory: Inventory, object: InventoryObject, container: Container): readonly InventoryObject[] {
  const argument = [...toTexts(container.raw['command']), ...toTexts(container.raw['args'])].find(text => text.startsWith('--configmap='));
  const [namespace = '', name = ''] = (argument ?? '').slice('--configmap='.length).split('/');
  const named = inventory.find('ConfigMap', namespace.startsWith('$(') ? object.namespace : namespace, name);
  if (named !== undefined) return [named];
  return inventory.listInNamespace(object.namespace, 'ConfigMap').filter(map => readPath(map.raw, 'data', SETTING) !== undefined);
}
