import { createHash, X509Certificate } from 'node:crypto';
import { ABSENT, UNREADABLE } from '@breakwater/compliance';
import type { NodeFacts } from '@breakwater/model';
import type { HostRoot } from './host-root.ts';
import { redactConfiguration } from './redact.ts';

type NodeFile = NodeFacts['files'][number];

/** Entries of a folder tree that are told, and how deep it is walked. */
const MAX_ENTRIES = 2000;
const MAX_DEPTH = 5;

/** What a path is wanted for. */
export interface WantedFile {
  readonly path: string;
  /** Whether its text says how a component is configured. */
  readonly content: boolean;
}

export interface FoundFiles {
  readonly files: readonly NodeFile[];
  readonly certificates: NodeFacts['certificates'];
}

/** Looks at files and folders of a host: mode and owner of each, the text of configuration without its credentials, and the heads of certificates. */
export function readFiles(host: HostRoot, wanted: readonly WantedFile[]): FoundFiles {
  const reader = new FileReader(host);
  for (const { path, content } of wanted) reader.add(path, content, 0);
  return { files: reader.files, certificates: reader.certificates };
}

class FileReader {
  readonly files: NodeFile[] = [];
  readonly certificates: Record<string, unknown>[] = [];
  readonly #host: HostRoot;
  readonly #users: ReadonlyMap<number, string>;
  readonly #groups: ReadonlyMap<number, string>;
  readonly #seen = new Set<string>();

  constructor(host: HostRoot) {
    this.#host = host;
    this.#users = readNames(host.readText('/etc/passwd'));
    this.#groups = readNames(host.readText('/etc/group'));
  }

  add(path: string, content: boolean, depth: number): void {
    if (this.#seen.has(path) || this.files.length >= MAX_ENTRIES) return;
    this.#seen.add(path);
    const found = this.#host.look(path);
    if (found.state !== 'found') {
      this.files.push({ path, type: found.state === 'absent' ? ABSENT : UNREADABLE, mode: '000', uid: 0, gid: 0, owner: '', group: '' });
      return;
    }
    const { mode, uid, gid } = found.stats;
    const isFolder = found.stats.isDirectory();
    this.files.push({
      path,
      type: isFolder ? 'directory' : found.stats.isFile() ? 'file' : 'other',
      mode: (mode & 0o7777).toString(8).padStart(3, '0'),
      uid,
      gid,
      owner: this.#users.get(uid) ?? '',
      group: this.#groups.get(gid) ?? '',
      ...(isFolder ? {} : this.#read(path, content)),
    });
    if (isFolder && depth < MAX_DEPTH) for (const name of this.#host.list(path)) this.add(`${path}/${name}`, content, depth + 1);
  }

  /** Text of configuration; of certificates, what they say of themselves. Of keys and credentials nothing but that they are there. */
  #read(path: string, content: boolean): Pick<NodeFile, 'content' | 'sha256'> {
    const isCertificate = /\.(?:crt|pem|cert)$/.test(path) && !/key/.test(path.slice(path.lastIndexOf('/')));
    if (!content && !isCertificate) return {};
    const bytes = this.#host.read(path);
    if (bytes === undefined) return {};
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (isCertificate) this.#readCertificate(path, bytes);
    return content && !isCertificate ? { content: redactConfiguration(bytes.toString('utf8')), sha256 } : { sha256 };
  }

  #readCertificate(path: string, bytes: Buffer): void {
    try {
      const { subject, issuer, validFrom, validTo, subjectAltName = '', publicKey, fingerprint256 } = new X509Certificate(bytes);
      const { asymmetricKeyType: keyType, asymmetricKeyDetails: details = {} } = publicKey;
      this.certificates.push({
        path,
        subject: subject.replaceAll('\n', ', '),
        issuer: issuer.replaceAll('\n', ', '),
        notBefore: new Date(validFrom).toISOString(),
        notAfter: new Date(validTo).toISOString(),
        names: subjectAltName,
        keyType,
        keyBits: details.modulusLength ?? null,
        fingerprint: fingerprint256,
      });
    } catch {
      // It is called a certificate and is none; its mode and owner are told all the same.
    }
  }
}

/** Names by id, of /etc/passwd and /etc/group of the host itself. */
function readNames(text: string | undefined): ReadonlyMap<number, string> {
  return new Map(
    (text ?? '').split('\n').flatMap((line): readonly [number, string][] => {
      const [name = '', , id = ''] = line.split(':');
      return /^\d+$/.test(id) ? [[Number(id), name]] : [];
    }),
  );
}
