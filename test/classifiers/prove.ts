/**
 * Proves classifiers on real programs: downloads packages of Debian, npm and PyPI, unpacks them and compares what is found with the version
 * of the package. Writes proofs.json, from which docs/reference/classifiers.md is generated. Run on Debian 12: node test/classifiers/prove.ts
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectImage, openImage, WorkFolder } from '@breakwater/image';
import { APT, NPM, PYPI } from './sources.ts';

interface Proof {
  readonly classifier: string;
  readonly package: string;
  readonly version: string;
  readonly file: string;
  readonly from: string;
}

type Unpack = (archive: string, folder: string) => void;

interface Source {
  readonly kind: string;
  readonly names: readonly string[];
  readonly download: (name: string) => readonly [string, ...string[]];
  readonly unpack: Unpack;
  /** Name and version that the name of an archive says. */
  readonly parse: RegExp;
}

const SOURCES: readonly Source[] = [
  {
    kind: 'apt',
    names: APT,
    download: name => ['apt-get', 'download', name],
    unpack: (archive, folder) => void execFileSync('/usr/bin/dpkg-deb', ['-x', archive, folder]),
    parse: /^(.+?)_(.+?)_.*\.deb$/,
  },
  {
    kind: 'npm',
    names: NPM,
    download: name => ['npm', 'pack', name],
    unpack: (archive, folder) => void execFileSync('tar', ['-xzf', archive, '-C', folder]),
    parse: /^(.+?)-(\d[\w.]*)\.tgz$/,
  },
  {
    kind: 'pypi',
    names: PYPI,
    download: name => ['pip', 'download', '--no-deps', name],
    unpack: (archive, folder) => void execFileSync('python3', ['-m', 'zipfile', '-e', archive, folder]),
    parse: /^(.+?)-(\d[\w.]*)-.*\.whl$/,
  },
];

async function proveArchive(folder: string, archive: string, { kind, unpack, parse }: Source): Promise<readonly Proof[]> {
  const [, name = archive, text = ''] = parse.exec(archive) ?? [];
  const version = decodeURIComponent(text);
  const root = join(folder, 'root');
  mkdirSync(root);
  try {
    unpack(join(folder, archive), root);
    using work = new WorkFolder();
    await using source = await openImage(root, { folder: work, registry: {} });
    const { packages } = await inspectImage(source, { folder: work });
    return packages.flatMap(({ found, locations }) => {
      const classifier = found.attributes?.['classifier'];
      if (classifier === undefined || !isSame(version, found.version)) return [];
      return [{ classifier, package: found.name, version: found.version, file: locations[0] ?? '', from: `${kind} ${name} ${version}` }];
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** `2.5.13+dfsg-5` is 2.5.13; a build number at the end of ours does not count. */
function isSame(packaged: string, found: string): boolean {
  return packaged.replace(/^\d+:/, '').includes(found.replace(/\+\d+$/, ''));
}

async function proveSource(source: Source): Promise<readonly Proof[]> {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-classifiers-'));
  try {
    const proofs: Proof[] = [];
    for (const name of source.names) {
      const [program, ...args] = source.download(name);
      const { status } = spawnSync(program, args, { cwd: folder, stdio: 'ignore' });
      if (status !== 0) process.stderr.write(`${source.kind} ${name}: cannot be downloaded; skipped\n`);
      for (const archive of readdirSync(folder)) {
        proofs.push(...(await proveArchive(folder, archive, source)));
        rmSync(join(folder, archive));
      }
    }
    return proofs;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const proofs: Proof[] = [];
for (const source of SOURCES) proofs.push(...(await proveSource(source)));
const first = new Map(proofs.toReversed().map(proof => [`${proof.classifier} ${proof.package}`, proof]));
const sorted = [...first].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, proof]) => proof);
if (sorted.length === 0) process.stdout.write('nothing could be downloaded: proofs.json stays as it is\n');
else writeFileSync(join(import.meta.dirname, 'proofs.json'), `${JSON.stringify(sorted, null, 2)}\n`);
process.stdout.write(`${new Set(sorted.map(({ classifier }) => classifier)).size} classifiers are proven\n`);
