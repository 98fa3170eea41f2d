import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';

const BUSYBOX = '/bin/busybox';
/** Programs of busybox that images have. */
const APPLETS = ['sh', 'sleep', 'nc', 'cat', 'echo', 'ls', 'httpd', 'wget', 'nslookup', 'ps', 'id'];

export interface ImageOptions {
  readonly name: string;
  readonly entrypoint?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** Writes an image of busybox and what it needs as a docker archive; without a registry or a builder. @returns its id: the digest of its config */
export function makeImage(file: string, { name, entrypoint = [], labels = {} }: ImageOptions): string {
  const folder = `${file}.parts`;
  const root = join(folder, 'root');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(root, 'bin'), { recursive: true });
  copyFileSync(BUSYBOX, join(root, 'bin/busybox'));
  for (const applet of APPLETS) symlinkSync('/bin/busybox', join(root, 'bin', applet));
  for (const library of listLibraries(BUSYBOX)) {
    mkdirSync(dirname(join(root, library)), { recursive: true });
    copyFileSync(library, join(root, library));
  }
  for (const [path, text] of [
    ['etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n'],
    ['etc/group', 'root:x:0:\nnogroup:x:65534:\n'],
  ] as const) {
    mkdirSync(join(root, 'etc'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  mkdirSync(join(root, 'tmp'));
  const pack = (target: string, from: string, ...what: readonly string[]): void =>
    void execFileSync('tar', [
      '--create',
      '--file',
      target,
      '--sort=name',
      '--mtime=@0',
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      '-C',
      from,
      ...what,
    ]);
  pack(join(folder, 'layer.tar'), root, '.');
  const config = {
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    config: { Env: ['PATH=/bin'], Entrypoint: entrypoint, Labels: labels },
    rootfs: { type: 'layers', diff_ids: [toDigest(readFileSync(join(folder, 'layer.tar')))] },
  };
  const text = JSON.stringify(config);
  writeFileSync(join(folder, 'config.json'), text);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify([{ Config: 'config.json', RepoTags: [name], Layers: ['layer.tar'] }]));
  pack(file, folder, 'manifest.json', 'config.json', 'layer.tar');
  rmSync(folder, { recursive: true });
  return toDigest(text);
}

function toDigest(content: string | Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** Shared libraries and the loader, as ldd names them; none for a static program. */
function listLibraries(program: string): readonly string[] {
  try {
    const text = execFileSync('ldd', [program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return text.split(/\s+/).filter(word => word.startsWith('/'));
  } catch {
    return [];
  }
}
