import { readFileSync } from 'node:fs';
import type { CredentialProgram } from '@breakwater/image';
import type { OptionDefinition } from '../command.ts';
import { type CommandInput, UsageError } from '../command.ts';
import { readConfig } from '../config.ts';

export const IMAGE_ARGUMENT = {
  name: 'image',
  doc: 'Archive of docker save, OCI archive or layout, store of podman or containerd, folder with a root file system, docker:NAME, podman:NAME or containerd:NAME of an engine of this machine, or a reference to a registry',
  required: true,
} as const;

export const IMAGE_OPTIONS: readonly OptionDefinition[] = [
  {
    name: 'platform',
    value: 'os/architecture',
    doc: 'Image to take where there are several, as linux/arm64 (by default the one that this machine would run)',
  },
  { name: 'select', value: 'name', doc: 'Image to take from an archive or layout with several: its tag or digest' },
  { name: 'base', value: 'image', doc: 'Image that it may be built on; its layers are told apart', repeatable: true },
  { name: 'docker-config', value: 'file', doc: 'Docker configuration with the logins of registries (by default that of this user)' },
  {
    name: 'cache-dir',
    value: 'folder',
    doc: 'Folder that keeps what was read of layers, up to 1 GiB; the next look at them is a short one',
  },
  {
    name: 'mirror',
    value: 'host=mirror',
    doc: 'Registry that is asked first for what another one holds, as docker.io=mirror.example; passed over when it has not got it',
    repeatable: true,
  },
  { name: 'plain-http', value: 'host', doc: 'Registry that is spoken to without TLS, with its port', repeatable: true },
];

export interface ImageOptions {
  readonly platform: string | undefined;
  readonly select: string | undefined;
  readonly bases: readonly string[];
  readonly cacheDir: string | undefined;
  readonly engines: ReturnType<typeof readConfig>['engines'];
  readonly registry: {
    readonly dockerConfig?: Uint8Array;
    readonly plainHttpHosts: readonly string[];
    readonly proxies: ReturnType<typeof readConfig>['proxies'];
    readonly mirrors: Readonly<Record<string, readonly string[]>>;
    readonly askProgram: (program: CredentialProgram) => Promise<Uint8Array | undefined>;
  };
}

/** Throws UsageError. */
export function readImageOptions({ options }: CommandInput): ImageOptions {
  const platform = options['platform'] as string | undefined;
  if (platform !== undefined && !/^[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9.]+)?$/.test(platform)) {
    throw new UsageError(`'${platform}' is no platform; write it as linux/amd64 or linux/arm/v7`);
  }
  const { proxies, dockerConfigFile, searchPath, environment, engines } = readConfig();
  const dockerConfig = readDockerConfig(options['docker-config'] as string | undefined, dockerConfigFile);
  return {
    platform,
    engines,
    select: options['select'] as string | undefined,
    cacheDir: options['cache-dir'] as string | undefined,
    bases: (options['base'] as readonly string[] | undefined) ?? [],
    registry: {
      ...(dockerConfig === undefined ? {} : { dockerConfig }),
      plainHttpHosts: (options['plain-http'] as readonly string[] | undefined) ?? [],
      proxies,
      mirrors: readMirrors((options['mirror'] as readonly string[] | undefined) ?? []),
      askProgram: async program => {
        const { askCredentialProgram } = await import('@breakwater/image');
        return askCredentialProgram(program, { searchPath, environment });
      },
    },
  };
}

/** Throws UsageError. */
function readMirrors(texts: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const mirrors: Record<string, string[]> = {};
  for (const text of texts) {
    const [, host, mirror] = /^([\w.:-]+)=([\w.:-]+)$/.exec(text) ?? [];
    if (host === undefined || mirror === undefined) throw new UsageError(`'${text}' names no mirror; write it as docker.io=mirror.example`);
    mirrors[host] = [...(mirrors[host] ?? []), mirror];
  }
  return mirrors;
}

/** The user's own file need not be there; one that was named has to be. */
function readDockerConfig(named: string | undefined, usual: string): Uint8Array | undefined {
  try {
    return readFileSync(named ?? usual);
  } catch {
    if (named === undefined) return undefined;
    throw new UsageError(`--docker-config ${named} cannot be read`);
  }
}
