import { type Check, type CheckFinding, CLUSTER } from '../check/check.ts';
import type { ClusterView, NodeView } from '../cluster-view.ts';
import { listInsecure } from '../evidence/insecure-registries.ts';
import { RUNTIME_CONFIGS } from '../evidence/layout.ts';

/** Lines that a message names. */
const SHOWN = 5;

function decide({ name, files }: NodeView): CheckFinding {
  const subject = { kind: 'Node', name };
  const looked = RUNTIME_CONFIGS.map(path => ({ path, found: files?.find(path) }));
  const seen = looked.filter(({ found }) => found !== undefined && found.state !== 'unseen');
  if (seen.length === 0) {
    const message = {
      en: 'the configuration of the container runtime was not collected',
      ja: 'コンテナランタイムの設定が収集されていません',
    };
    return { subject, state: 'not-evaluated', message, evidence: [] };
  }
  const blind = looked.find(({ found }) => found?.state === 'unseen');
  const there = seen.flatMap(({ found, path }) =>
    found?.state !== 'found' ? [] : found.file.type === 'directory' ? (files?.listBelow(path) ?? []) : [found.file],
  );
  const texts = there.filter(({ type }) => type === 'file');
  const unread = texts.find(({ content }) => content === undefined);
  const wrong = texts.flatMap(({ path, content = '' }) =>
    listInsecure(content).map(line => ({ source: path, path: `line ${line.line}`, value: line.text })),
  );
  if (wrong.length > 0) {
    const list = wrong.slice(0, SHOWN).map(({ source, path, value }) => `${source} ${path}: ${value}`);
    return {
      subject,
      state: 'fail',
      message: {
        en: `registries are reached without TLS, or without looking at certificates: ${list.join('; ')}`,
        ja: `TLS を使わない、または証明書を検証しないレジストリ設定: ${list.join('、')}`,
      },
      evidence: wrong.slice(0, 50),
      remediation: {
        en: `on ${name} take these lines out, give the authority of the registry instead, then restart the container runtime`,
        ja: `${name} でこれらの行を削除し、レジストリの CA を設定して、コンテナランタイムを再起動してください`,
      },
    };
  }
  const missing = unread?.path ?? blind?.path;
  if (missing !== undefined) {
    return {
      subject,
      state: 'not-evaluated',
      message: { en: `${missing} was not read`, ja: `${missing} を読み取れませんでした` },
      evidence: [],
    };
  }
  const evidence = seen.map(({ path, found }) => ({ source: 'node-file', path, value: found?.state ?? null }));
  return {
    subject,
    state: 'pass',
    message: { en: 'every registry is reached over TLS', ja: 'すべてのレジストリに TLS で接続します' },
    evidence,
  };
}

function decideAll(view: ClusterView): readonly CheckFinding[] {
  const nodes = view.nodes.filter(({ facts }) => facts !== undefined);
  const message = {
    en: 'no node was looked at; run breakwater node collect on the nodes',
    ja: 'ノード情報がありません。各ノードで breakwater node collect を実行してください',
  };
  return nodes.length === 0 ? [{ subject: CLUSTER, state: 'not-evaluated', message, evidence: [] }] : nodes.map(decide);
}

export const checks: readonly Check[] = [
  {
    id: 'registry-insecure',
    severity: 'medium',
    title: { en: 'Container runtime: registries without TLS', ja: 'コンテナランタイム: TLS を使わないレジストリ' },
    decide: decideAll,
  },
];
