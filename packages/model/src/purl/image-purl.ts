import { buildPurl } from './build-purl.ts';

interface NamedImage {
  readonly name: string;
  readonly digest: string | undefined;
  readonly references: readonly string[];
  /** `linux/amd64` */
  readonly platform: string | undefined;
}

/** As VEX documents name images; undefined without a digest. https://github.com/package-url/purl-spec/blob/main/types-doc/oci-definition.md */
export function toImagePurl({ name: called, digest, references, platform }: NamedImage): string | undefined {
  const [reference, architecture] = [references[0] ?? called, platform?.split('/')[1]];
  const repository = toRepository(reference.split('@')[0]?.replace(/:[^/:]+$/, '') ?? '');
  const name = repository.split('/').at(-1);
  if (digest === undefined || name === undefined || name === '') return undefined;
  return buildPurl({
    type: 'oci',
    namespace: null,
    name,
    version: digest,
    qualifiers: { repository_url: repository, ...(architecture === undefined ? {} : { arch: architecture }) },
    subpath: null,
  });
}

/** Docker Hub has two names, and short forms of what lies there. */
function toRepository(written: string): string {
  const [host = '', ...rest] = written.split('/');
  const isHost = rest.length > 0 && (host.includes('.') || host.includes(':') || host === 'localhost');
  const path = isHost ? rest.join('/') : written;
  if (isHost && host !== 'docker.io' && host !== 'index.docker.io') return written;
  return `index.docker.io/${path.includes('/') ? path : `library/${path}`}`;
}
