import { isObject, type JsonObject, toList, toText } from '../source/json.ts';
import { toPlainText } from './plain-text.ts';

/** What a build says of itself. Texts are empty where it does not say. */
export interface Provenance {
  /** URI of whoever built it. */
  readonly builder: string;
  /** `https://git.example.com/shop/cart` */
  readonly sourceRepository: string;
  readonly sourceCommit: string;
  /** When the build ended, else began; RFC 3339 as written. */
  readonly builtAt: string;
}

interface Source {
  readonly uri: string;
  readonly commit: string;
}

const SLSA_V1 = 'https://slsa.dev/provenance/v1';
const SLSA_V02 = 'https://slsa.dev/provenance/v0.2';

/** Undefined for a predicate that is no SLSA provenance of version 0.2 or 1. https://slsa.dev/spec/v1.0/provenance */
export function readProvenance(predicateType: string, predicate: JsonObject): Provenance | undefined {
  if (predicateType === SLSA_V1) return readV1(predicate);
  return predicateType === SLSA_V02 ? readV02(predicate) : undefined;
}

function readV1(predicate: JsonObject): Provenance {
  const definition = at(predicate, 'buildDefinition');
  const parameters = at(definition, 'externalParameters');
  const details = at(predicate, 'runDetails');
  const metadata = at(details, 'metadata');
  const dependencies = toList(definition['resolvedDependencies']).filter(isObject);
  const named =
    toText(at(parameters, 'workflow')['repository']) ??
    toText(at(parameters, 'source')['uri']) ??
    toText(at(parameters, 'configSource')['uri']);
  const stated = [at(parameters, 'source'), at(parameters, 'configSource'), ...dependencies].map(toSource);
  return assemble(toText(at(details, 'builder')['id']), findSource(named, stated, metadata), metadata['finishedOn'], metadata['startedOn']);
}

/** https://slsa.dev/spec/v0.2/provenance */
function readV02(predicate: JsonObject): Provenance {
  const configSource = at(at(predicate, 'invocation'), 'configSource');
  const metadata = at(predicate, 'metadata');
  const materials = toList(predicate['materials']).filter(isObject);
  const source = findSource(toText(configSource['uri']), [configSource, ...materials].map(toSource), metadata);
  return assemble(toText(at(predicate, 'builder')['id']), source, metadata['buildFinishedOn'], metadata['buildStartedOn']);
}

function assemble(builder: string | undefined, { uri, commit }: Source, ended: unknown, begun: unknown): Provenance {
  const time = toText(ended) ?? toText(begun) ?? '';
  return {
    builder: toPlainText(builder ?? ''),
    sourceRepository: toPlainText(toRepository(uri)),
    sourceCommit: /^[0-9a-f]{7,64}$/i.test(commit) ? commit.toLowerCase() : '',
    builtAt: Number.isNaN(Date.parse(time)) ? '' : toPlainText(time),
  };
}

/** The source that the build was asked for, with the commit that was resolved for it; else what BuildKit saw of version control. */
function findSource(named: string | undefined, stated: readonly Source[], metadata: JsonObject): Source {
  const seen = readVersionControl(metadata);
  const isGit = ({ uri, commit }: Source): boolean => commit !== '' && /^git\+|\.git(?:#|$)|^https?:\/\/[^?]+#/.test(uri);
  const uri = named ?? seen?.uri ?? stated.find(isGit)?.uri ?? '';
  const same = stated.find(source => source.commit !== '' && toRepository(source.uri) === toRepository(uri));
  const commit =
    same?.commit ?? (seen !== undefined && (named === undefined || toRepository(seen.uri) === toRepository(uri)) ? seen.commit : '');
  return { uri, commit };
}

/** https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md */
function readVersionControl(metadata: JsonObject): Source | undefined {
  const own = [metadata['https://mobyproject.org/buildkit@v1#metadata'], metadata['buildkit_metadata']].find(isObject);
  const { source, revision } = at(own ?? {}, 'vcs');
  const uri = toText(source);
  return uri === undefined ? undefined : { uri, commit: toText(revision) ?? '' };
}

function toSource(value: JsonObject): Source {
  const { gitCommit, sha1 } = at(value, 'digest');
  return { uri: toText(value['uri']) ?? '', commit: toText(gitCommit) ?? toText(sha1) ?? '' };
}

/**
 * Without how it is fetched, with which login and which revision: `git+https://host/a/b.git@refs/heads/main` is `https://host/a/b`. Steps up in the
 * path are taken as whoever fetches takes them: `https://host/a/../b` is not below `https://host/a`.
 */
function toRepository(uri: string): string {
  const plain = uri.replace(/^git\+/, '').replace(/[#?].*$/s, '');
  if (!URL.canParse(plain)) return plain;
  const { protocol, host, pathname } = new URL(plain);
  if (host === '') return plain;
  // A revision follows a name; a name itself may begin so.
  const [path = ''] = pathname.split(/(?<=[^/])@/);
  return `${protocol}//${host}${path.replace(/\/+$/, '').replace(/\.git$/, '')}`;
}

function at(value: JsonObject, key: string): JsonObject {
  const part = value[key];
  return isObject(part) ? part : {};
}
