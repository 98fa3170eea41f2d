import { type Check, type CheckFinding, CLUSTER } from '../check/check.ts';
import type { ClusterView, NodeView } from '../cluster-view.ts';

/** Days before its end from which a certificate has to be renewed. */
const SOON = 30;
const DAY = 86_400_000;
/** Certificates that a message names. */
const SHOWN = 10;

interface Seen {
  readonly path: string;
  readonly days: number;
  readonly notAfter: string;
}

/** By the clock of the node when it was looked at: what clocks of others say is no matter. */
function listEnds({ facts }: NodeView): readonly Seen[] {
  const now = Date.parse(facts?.collectedAt ?? '');
  return (facts?.certificates ?? []).flatMap(({ path, notAfter }) => {
    const days = Math.floor((Date.parse(String(notAfter)) - now) / DAY);
    return Number.isNaN(days) ? [] : [{ path: String(path), days, notAfter: String(notAfter) }];
  });
}

function decide(node: NodeView): CheckFinding {
  const subject = { kind: 'Node', name: node.name };
  const ends = listEnds(node);
  const evidence = ends.map(({ path, notAfter }) => ({ source: path, path: 'notAfter', value: notAfter }));
  if (ends.length === 0) {
    const message = { en: 'no certificate of this node was collected', ja: 'このノードの証明書は収集されていません' };
    return { subject, state: 'not-evaluated', message, evidence };
  }
  const late = ends.filter(({ days }) => days < SOON).toSorted((a, b) => a.days - b.days);
  if (late.length === 0) {
    const first = Math.min(...ends.map(({ days }) => days));
    return {
      subject,
      state: 'pass',
      message: { en: `the first certificate ends in ${first} days`, ja: `最初の証明書の期限は ${first} 日後です` },
      evidence,
    };
  }
  const list = late.slice(0, SHOWN).map(({ path, days }) => (days < 0 ? `${path} (ended)` : `${path} (${days} days)`));
  return {
    subject,
    state: 'fail',
    message: { en: `certificates end: ${list.join(', ')}`, ja: `期限が近い証明書: ${list.join('、')}` },
    evidence,
    remediation: {
      en: `on ${node.name} renew them (kubeadm certs renew all where kubeadm made them), and restart what uses them`,
      ja: `${node.name} で更新し (kubeadm の場合は kubeadm certs renew all)、使用するコンポーネントを再起動してください`,
    },
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
  { id: 'certificate-expiring', severity: 'medium', title: { en: 'Certificates end soon', ja: '証明書の期限が近い' }, decide: decideAll },
];
