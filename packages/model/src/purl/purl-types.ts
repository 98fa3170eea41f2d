import { type Purl, PurlError } from './purl.ts';

/** What a type says beyond the general rules. https://github.com/package-url/purl-spec/tree/main/types */
interface PurlType {
  readonly namespace?: 'required' | 'prohibited';
  readonly version?: 'required';
  readonly lower?: readonly ('namespace' | 'name' | 'version')[];
  readonly qualifiers?: readonly string[];
  readonly adjust?: (purl: Purl) => Purl;
}

const BOTH = ['namespace', 'name'] as const;

const TYPES: Readonly<Record<string, PurlType>> = {
  alpm: { namespace: 'required', lower: BOTH },
  apk: { namespace: 'required', lower: BOTH },
  bazel: { namespace: 'prohibited' },
  bitbucket: { namespace: 'required', lower: BOTH },
  bitnami: { namespace: 'prohibited', lower: ['name'] },
  brew: { lower: BOTH },
  cargo: { namespace: 'prohibited' },
  'chrome-extension': { namespace: 'prohibited', adjust: checkChromeExtension },
  cocoapods: { namespace: 'prohibited', adjust: checkPod },
  composer: { namespace: 'required', lower: BOTH },
  conan: { adjust: checkConan },
  conda: { namespace: 'prohibited' },
  cpan: { adjust: checkCpan },
  cran: { namespace: 'prohibited', version: 'required' },
  deb: { namespace: 'required', lower: BOTH },
  gem: { namespace: 'prohibited' },
  git: { namespace: 'required', lower: BOTH, adjust: splitGitPath },
  github: { namespace: 'required', lower: BOTH },
  golang: { lower: BOTH },
  hackage: { namespace: 'prohibited' },
  hex: { lower: BOTH },
  huggingface: { namespace: 'required', lower: ['version'] },
  julia: { namespace: 'prohibited', qualifiers: ['uuid'] },
  luarocks: { lower: ['namespace', 'name', 'version'] },
  maven: { namespace: 'required' },
  mlflow: { namespace: 'prohibited', adjust: lowerDatabricks },
  npm: { lower: BOTH },
  nuget: { namespace: 'prohibited' },
  oci: { namespace: 'prohibited', lower: ['name'] },
  opam: { namespace: 'prohibited' },
  otp: { namespace: 'prohibited', lower: ['name'] },
  pub: { namespace: 'prohibited', adjust: toPubName },
  pypi: { namespace: 'prohibited', adjust: toPypiName },
  qpkg: { namespace: 'required', lower: ['namespace'] },
  rpm: { lower: ['namespace'] },
  swid: { qualifiers: ['tag_id'] },
  swift: { namespace: 'required', version: 'required' },
  vcpkg: { namespace: 'prohibited' },
  'vscode-extension': { namespace: 'required', lower: ['namespace', 'name', 'version'] },
  yocto: {},
};

/** Parts as their type wants them; a type that is not known has no rules of its own. Throws PurlError. */
export function applyType(purl: Purl): Purl {
  const type = Object.hasOwn(TYPES, purl.type) ? TYPES[purl.type] : undefined;
  if (type === undefined) return purl;
  const toLower = (field: 'namespace' | 'name' | 'version'): Record<string, string | null> => ({
    [field]: purl[field]?.toLowerCase() ?? null,
  });
  const lowered: Purl = Object.assign({}, purl, ...(type.lower ?? []).map(toLower));
  check(lowered, type);
  return type.adjust?.(lowered) ?? lowered;
}

function check(purl: Purl, { namespace, version, qualifiers = [] }: PurlType): void {
  if (namespace === 'required' && purl.namespace === null) throw new PurlError(`a package URL of type ${purl.type} has a namespace`);
  if (namespace === 'prohibited' && purl.namespace !== null) throw new PurlError(`a package URL of type ${purl.type} has no namespace`);
  if (version === 'required' && purl.version === null) throw new PurlError(`a package URL of type ${purl.type} has a version`);
  for (const key of qualifiers) {
    if (purl.qualifiers?.[key] === undefined) throw new PurlError(`a package URL of type ${purl.type} has the qualifier ${key}`);
  }
}

function checkPod(purl: Purl): Purl {
  if (/[\s+]|^\./.test(purl.name)) throw new PurlError('the name of a pod has no space, no plus, and no dot at its beginning');
  return purl;
}

/** The id is a hash in letters from a to p, the version one to four numbers. https://developer.chrome.com/docs/extensions/reference/manifest/version */
function checkChromeExtension(purl: Purl): Purl {
  if (!/^[a-p]{32}$/.test(purl.name)) throw new PurlError('the name of a Chrome extension is its id, 32 letters from a to p');
  if (purl.version !== null && !/^\d+(?:\.\d+){0,3}$/.test(purl.version))
    throw new PurlError('the version of a Chrome extension is one to four numbers');
  return purl;
}

/** A channel belongs to a user, which is the namespace; a package of a user has something that tells its builds apart. */
function checkConan(purl: Purl): Purl {
  if (purl.namespace === null && purl.qualifiers?.['channel'] !== undefined)
    throw new PurlError('a Conan package with a channel has a namespace');
  if (purl.namespace !== null && purl.qualifiers === null) throw new PurlError('a Conan package with a namespace has a channel');
  return purl;
}

/** The name is a distribution and no module. */
function checkCpan(purl: Purl): Purl {
  if (purl.name.includes('::')) throw new PurlError('a CPAN package is named by its distribution (A-B), not by a module (A::B)');
  return purl;
}

function lowerDatabricks(purl: Purl): Purl {
  const isDatabricks = purl.qualifiers?.['repository_url']?.includes('databricks') === true;
  return isDatabricks ? { ...purl, name: purl.name.toLowerCase() } : purl;
}

/** The namespace is the host; everything after it names the repository. */
function splitGitPath(purl: Purl): Purl {
  const [host = '', ...path] = [...(purl.namespace ?? '').split('/'), purl.name];
  return { ...purl, namespace: host, name: path.join('/') };
}

function toPubName(purl: Purl): Purl {
  return { ...purl, name: purl.name.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_') };
}

function toPypiName(purl: Purl): Purl {
  return { ...purl, name: purl.name.toLowerCase().replaceAll('_', '-') };
}
