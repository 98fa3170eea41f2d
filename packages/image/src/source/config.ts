import { ImageError } from '../errors.ts';
import { isDigest } from '../layer/digest.ts';
import { isObject, type JsonObject, parseJsonObject, toList, toText, toTextMap, toTexts } from './json.ts';

/** https://github.com/opencontainers/image-spec/blob/main/config.md */
export interface ImageConfig {
  readonly created: string | undefined;
  readonly author: string | undefined;
  readonly os: string | undefined;
  readonly architecture: string | undefined;
  readonly variant: string | undefined;
  readonly user: string;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workingDirectory: string;
  /** `80/tcp` */
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly stopSignal: string | undefined;
  readonly diffIds: readonly string[];
  readonly history: readonly HistoryEntry[];
}

export interface HistoryEntry {
  readonly created: string | undefined;
  readonly createdBy: string;
  readonly comment: string;
  readonly emptyLayer: boolean;
}

/** Throws ImageError `document-invalid`, and `not-an-image` for a document without layers. */
export function parseConfig(bytes: Uint8Array): ImageConfig {
  const document = parseJsonObject(bytes, 'the image configuration');
  const diffIds = readDiffIds(document);
  const config = isObject(document['config']) ? document['config'] : {};
  return {
    created: toText(document['created']),
    author: toText(document['author']),
    os: toText(document['os']),
    architecture: toText(document['architecture']),
    variant: toText(document['variant']),
    user: toText(config['User']) ?? '',
    env: toTexts(config['Env']),
    entrypoint: toTexts(config['Entrypoint']),
    command: toTexts(config['Cmd']),
    workingDirectory: toText(config['WorkingDir']) ?? '',
    ports: listKeys(config['ExposedPorts']),
    volumes: listKeys(config['Volumes']),
    labels: toTextMap(config['Labels']),
    stopSignal: toText(config['StopSignal']),
    diffIds,
    history: toList(document['history']).map(toHistoryEntry),
  };
}

function readDiffIds(document: JsonObject): readonly string[] {
  const rootfs = document['rootfs'];
  const ids = isObject(rootfs) ? rootfs['diff_ids'] : undefined;
  if (!Array.isArray(ids))
    throw new ImageError('not-an-image', 'the configuration names no layers (rootfs.diff_ids): this is no container image');
  if (!ids.every(isDigest)) throw new ImageError('document-invalid', 'the image configuration has a diff id that is no digest');
  return ids;
}

function toHistoryEntry(value: unknown): HistoryEntry {
  const entry = isObject(value) ? value : {};
  return {
    created: toText(entry['created']),
    createdBy: toText(entry['created_by']) ?? '',
    comment: toText(entry['comment']) ?? '',
    emptyLayer: entry['empty_layer'] === true,
  };
}

function listKeys(value: unknown): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}
