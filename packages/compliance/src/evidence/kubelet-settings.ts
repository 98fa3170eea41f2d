import { readMap } from './arguments.ts';
import { type Component, readSetting, type Setting } from './component.ts';
import { readAt, type Yaml } from './yaml.ts';

/** A setting of the kubelet: its flag, its place in KubeletConfiguration, and what holds when neither says anything. */
export interface KubeletKey {
  readonly flag: string;
  readonly path: readonly string[];
  /** With a configuration file, and without one: https://github.com/kubernetes/kubernetes/blob/master/cmd/kubelet/app/options/options.go applyLegacyDefaults. */
  readonly byFile: string | undefined;
  readonly byFlags: string | undefined;
  /** Key in a map of feature gates. */
  readonly gate?: string;
  /** Whether it is a time: one of zero in a file is none that was set, as kubeadm writes for each that it leaves alone. */
  readonly isTime?: boolean;
}

/** What was found of a kubelet's setting, or why nothing can be said. */
export type KubeletSetting = { readonly setting: Setting | undefined } | { readonly unseen: string };

/**
 * A setting as it holds: what the running kubelet says (configz) where it was asked, else its flags, its drop-ins and its file, else the default.
 * Flags win over files. https://kubernetes.io/docs/tasks/administer-cluster/kubelet-config-file/#kubelet-configuration-merging-order
 */
export function readKubeletSetting(kubelet: Component, configz: Yaml | undefined, key: KubeletKey): KubeletSetting {
  if (configz !== undefined) {
    const found = readKey(configz, key);
    return { setting: toSetting(found ?? key.byFile, found === undefined ? 'default' : 'configz', key) };
  }
  const written = readSetting(kubelet, key.flag);
  const flag = written === undefined ? undefined : pickGate(written, key);
  if (flag !== undefined) return { setting: flag };
  return readFiles(kubelet, key);
}

function readFiles(kubelet: Component, key: KubeletKey): KubeletSetting {
  const path = kubelet.flags.get('config');
  const folder = kubelet.flags.get('config-dir');
  if (kubelet.given !== undefined) return pickFirst([kubelet.given], key);
  if (path === undefined && folder === undefined) {
    if (kubelet.partial !== undefined) return { unseen: kubelet.partial };
    return { setting: toSetting(key.byFlags, 'default', key) };
  }
  const read = readSources(kubelet, path, folder);
  return 'unseen' in read ? read : pickFirst(read.sources, key);
}

function pickFirst(sources: readonly Source[], key: KubeletKey): KubeletSetting {
  for (const { source, value } of sources) {
    const found = readKey(value, key);
    if (found !== undefined && !(key.isTime === true && UNSET_TIME.test(found))) return { setting: toSetting(found, source, key) };
  }
  return { setting: toSetting(key.byFile, 'default', key) };
}

/** https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/apis/config/v1beta1/defaults.go; a 0 without a unit is no time, and no kubelet starts with it. */
const UNSET_TIME = /^(0(h|m|s|ms|us|µs|ns))+$/;

interface Source {
  readonly source: string;
  readonly value: Yaml;
}

/** The file and its drop-ins, the one that counts first: the last drop-in by name. */
function readSources(
  { files }: Component,
  path: string | undefined,
  folder: string | undefined,
): { readonly sources: readonly Source[] } | { readonly unseen: string } {
  const dropIns = folder === undefined ? [] : files?.listBelow(folder);
  if (dropIns === undefined) return { unseen: `${folder}, which the kubelet reads, was not collected` };
  const paths = dropIns
    .map(file => file.path)
    .filter(name => name.endsWith('.conf'))
    .toSorted()
    .toReversed();
  const sources: Source[] = [];
  for (const source of [...paths, ...(path === undefined ? [] : [path])]) {
    if (files?.hasText(source) !== true) return { unseen: `${source}, which the kubelet reads, was not collected` };
    const value = files.readYaml(source);
    if (value === undefined) return { unseen: `${source} is no valid YAML, so that it is not known what the kubelet takes from it` };
    sources.push({ source, value });
  }
  return { sources };
}

function readKey(config: Yaml, { path, gate }: KubeletKey): string | undefined {
  const found = readAt(config, gate === undefined ? path : [...path, gate]);
  if (Array.isArray(found)) return found.map(String).join(',');
  return found === undefined ? undefined : String(found);
}

function pickGate(setting: Setting, { gate }: KubeletKey): Setting | undefined {
  if (gate === undefined) return setting;
  const value = readMap(setting.value).get(gate);
  return value === undefined ? undefined : { ...setting, value };
}

function toSetting(value: string | undefined, source: string, { path }: KubeletKey): Setting | undefined {
  return value === undefined ? undefined : { value, source, path: `.${path.join('.')}` };
}

/** Whether a time as Go writes it, as 4h0m0s, is none at all. */
export function isZeroDuration(text: string): boolean {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(?:ns|us|µs|ms|s|m|h)?/g)];
  return parts.length > 0 && parts.every(([, number]) => Number(number) === 0);
}

const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001, us: 0.000_001, µs: 0.000_001, ns: 0.000_000_001 };

/** Seconds of a time as Go writes it; infinite for what is none. */
export function toSeconds(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length === 0) return Number.POSITIVE_INFINITY;
  return parts.reduce((sum, [, number, unit = '']) => sum + Number(number) * (UNITS[unit] ?? 1), 0);
}
