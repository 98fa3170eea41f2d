import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PackageList, unpackPackages } from './image/debian-packages.ts';
import { type Layer, writeImage } from './image/write-image.ts';
import { ROOT, runStep } from './run.ts';

const FILE = join(ROOT, 'dist/breakwater-image.tar');
const WORK = join(ROOT, 'dist/image');
const RENDERERS = join(ROOT, 'deploy/images/renderers');
const TOOLS = { helm: 'helm.sh/helm/v3', kustomize: 'sigs.k8s.io/kustomize/kustomize/v5' };
const HOME = 'opt/breakwater';
const USER = 10001;
/** Where it keeps its data, and the only folder that it writes to. */
const DATA = 'data';

/** Libraries of the distribution, with the accounts and authorities that programs look for. */
function fillSystem(root: string): void {
  const list = JSON.parse(readFileSync(join(ROOT, 'deploy/images/packages.json'), 'utf8')) as PackageList;
  unpackPackages(list, join(WORK, 'apt'), root);
  const write = (path: string, text: string): void => writeFileSync(join(root, path), text);
  write('etc/passwd', `root:x:0:0:root:/root:/usr/sbin/nologin\nbreakwater:x:${USER}:${USER}:breakwater:/${DATA}:/usr/sbin/nologin\n`);
  write('etc/group', `root:x:0:\nbreakwater:x:${USER}:\n`);
  write('etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\n');
  const authorities = join(root, 'usr/share/ca-certificates/mozilla');
  mkdirSync(join(root, 'etc/ssl/certs'), { recursive: true });
  for (const name of readdirSync(authorities).toSorted())
    appendFileSync(join(root, 'etc/ssl/certs/ca-certificates.crt'), readFileSync(join(authorities, name)));
  // Whoever renders charts works in a folder there; a read-only root has a volume in its place.
  mkdirSync(join(root, 'tmp'), { mode: 0o1777 });
  execFileSync('chmod', ['1777', join(root, 'tmp')]);
  mkdirSync(join(root, DATA), { mode: 0o750 });
}

function fillNode(root: string): void {
  mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
  const program = realpathSync(process.execPath);
  cpSync(program, join(root, 'usr/local/bin/node'));
  mkdirSync(join(root, 'usr/share/doc/node'), { recursive: true });
  cpSync(join(program, '../../LICENSE'), join(root, 'usr/share/doc/node/copyright'));
}

function fillRenderers(root: string): void {
  if (spawnSync('sh', ['build.sh'], { cwd: RENDERERS, stdio: 'inherit' }).status !== 0)
    throw new Error('helm and kustomize could not be built');
  mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
  for (const [name, module] of Object.entries(TOOLS)) {
    cpSync(join(RENDERERS, 'bin', name), join(root, 'usr/local/bin', name));
    const folder = execFileSync('go', ['list', '-m', '-f', '{{.Dir}}', module], { cwd: RENDERERS, encoding: 'utf8' }).trim();
    mkdirSync(join(root, 'usr/share/doc', name), { recursive: true });
    writeFileSync(join(root, 'usr/share/doc', name, 'copyright'), readFileSync(join(folder, 'LICENSE')));
  }
}

/** Needs a compiler that not every machine has; an image without it has every role but the agent. */
function fillKernelSide(home: string): void {
  const built = spawnSync('sh', ['apps/agent/native/build.sh'], { cwd: ROOT, encoding: 'utf8' });
  if (built.status === 0) cpSync(join(ROOT, 'dist/agent/kernel-events'), join(home, 'agent/kernel-events'));
  else console.log(`the image will not have the role agent: ${built.stderr.trim()}`);
}

/** Every role, the console, the example, and the one native library that no bundle can hold. */
function fillProgram(root: string): void {
  for (const script of ['scripts/bundle.ts', 'scripts/console.ts'])
    if (!runStep({ name: script, command: ['node', script] })) throw new Error(`${script} has failed`);
  const home = join(root, HOME);
  mkdirSync(home, { recursive: true });
  for (const name of readdirSync(join(ROOT, 'dist')).filter(each => each.endsWith('.mjs')))
    cpSync(join(ROOT, 'dist', name), join(home, name));
  cpSync(join(ROOT, 'dist/console'), join(home, 'console'), { recursive: true });
  fillKernelSide(home);
  cpSync(join(ROOT, 'examples/shop'), join(home, 'examples/shop'), { recursive: true });
  cpSync(join(ROOT, 'LICENSE'), join(home, 'LICENSE'));
  const libraries = readdirSync(join(ROOT, 'node_modules/@node-rs')).filter(name => name.startsWith('argon2'));
  for (const name of libraries)
    cpSync(join(ROOT, 'node_modules/@node-rs', name), join(home, 'node_modules/@node-rs', name), { recursive: true });
  for (const name of listModules(['pdfkit', '@expo-google-fonts/biz-udgothic']))
    cpSync(join(ROOT, 'node_modules', name), join(home, 'node_modules', name), { recursive: true });
}

/** Packages that read files of their own while they run, with all that they need. */
function listModules(names: readonly string[]): ReadonlySet<string> {
  const found = new Set(names);
  // A set that grows while it is read gives what was added, too.
  for (const name of found) {
    const text = readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8');
    const { dependencies = {} } = JSON.parse(text) as { readonly dependencies?: Readonly<Record<string, string>> };
    for (const needed of Object.keys(dependencies)) found.add(needed);
  }
  return found;
}

const PARTS: readonly (readonly [createdBy: string, fill: (root: string) => void, own?: string])[] = [
  ['debian packages of deploy/images/packages.json', fillSystem, DATA],
  ['node', fillNode],
  ['helm and kustomize of deploy/images/renderers', fillRenderers],
  ['breakwater', fillProgram],
];

const git = (...words: readonly string[]): string => execFileSync('git', words, { cwd: ROOT, encoding: 'utf8' }).trim();
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

rmSync(WORK, { recursive: true, force: true });
const layers = PARTS.map(([createdBy, fill, own], index): Layer => {
  const folder = join(WORK, `layer-${index + 1}`);
  mkdirSync(folder, { recursive: true });
  fill(folder);
  return { folder, createdBy, ...(own === undefined ? {} : { own }) };
});
const digest = await writeImage(FILE, {
  layers,
  user: USER,
  created: new Date(git('show', '--no-patch', '--format=%cI')).toISOString(),
  reference: `breakwater:${version}`,
  config: {
    Entrypoint: ['/usr/local/bin/node', `/${HOME}/breakwater.mjs`],
    WorkingDir: '/tmp',
    Env: [
      'PATH=/usr/local/bin:/usr/bin',
      `HOME=/${DATA}`,
      `BREAKWATER_DATA=/${DATA}`,
      `BREAKWATER_SERVER_DATA=/${DATA}/server`,
      'MALLOC_ARENA_MAX=2',
      'MALLOC_TRIM_THRESHOLD_=131072',
    ],
    Labels: {
      'org.opencontainers.image.title': 'breakwater',
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.revision': git('rev-parse', 'HEAD'),
      'org.opencontainers.image.licenses': 'Apache-2.0',
    },
  },
});
rmSync(WORK, { recursive: true });
console.log(`dist/breakwater-image.tar ${Math.ceil(statSync(FILE).size / 1024 / 1024)} MiB ${digest}`);
