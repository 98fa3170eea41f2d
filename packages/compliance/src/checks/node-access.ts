import { type Check, type CheckFinding, CLUSTER, type Texts } from '../check/check.ts';
import type { ClusterView, NodeView } from '../cluster-view.ts';
import { SSH_UNITS } from '../evidence/layout.ts';

const SSH = 22;

/** What is said of each node that was looked at; nodes that nobody looked at are told as that. */
function decideNodes(view: ClusterView, decide: (node: NodeView) => Omit<CheckFinding, 'subject'>): readonly CheckFinding[] {
  const unseen = {
    state: 'not-evaluated',
    message: {
      en: 'no facts of this node; run breakwater node collect on it',
      ja: 'ノード情報がありません。breakwater node collect を実行してください',
    },
    evidence: [],
  } as const;
  if (view.nodes.length === 0) return [{ subject: CLUSTER, ...unseen }];
  return view.nodes.map(node => ({
    subject: { kind: 'Node', name: node.name },
    ...((node.facts?.processes.length ?? 0) === 0 ? unseen : decide(node)),
  }));
}

function decideRunning({ name, facts }: NodeView): Omit<CheckFinding, 'subject'> {
  const process = facts?.processes.find(one => one.name === 'sshd');
  const port = facts?.listening.find(one => one.port === SSH);
  const evidence = [
    { source: 'process', path: 'sshd', value: process === undefined ? null : process.argv.join(' ') },
    { source: 'listening', path: `port ${SSH}`, value: port === undefined ? null : `${port.address}:${port.port}` },
  ];
  if (process === undefined && port === undefined) {
    return { state: 'pass', message: { en: 'no SSH server runs', ja: 'SSH サーバーは動作していません' }, evidence };
  }
  return {
    state: 'fail',
    message: { en: 'an SSH server runs', ja: 'SSH サーバーが動作しています' },
    evidence,
    remediation: {
      en: `on ${name}: systemctl stop ssh.service sshd.service`,
      ja: `${name} で実行: systemctl stop ssh.service sshd.service`,
    },
  };
}

function decideEnabled({ name, files }: NodeView): Omit<CheckFinding, 'subject'> {
  const found = SSH_UNITS.map(path => ({ path, looked: files?.find(path) }));
  const on = found.find(({ looked }) => looked?.state === 'found');
  const unseen = found.find(({ looked }) => looked === undefined || looked.state === 'unseen');
  const evidence = found.map(({ path, looked }) => ({ source: 'node-file', path, value: looked?.state ?? null }));
  if (on !== undefined) {
    return {
      state: 'fail',
      message: { en: `an SSH server starts with the node: ${on.path}`, ja: `ノードの起動時に SSH サーバーが開始されます: ${on.path}` },
      evidence,
      remediation: {
        en: `on ${name}: systemctl disable ssh.service sshd.service`,
        ja: `${name} で実行: systemctl disable ssh.service sshd.service`,
      },
    };
  }
  if (unseen !== undefined) {
    return {
      state: 'not-evaluated',
      message: { en: `${unseen.path} was not looked at`, ja: `${unseen.path} が収集されていません` },
      evidence,
    };
  }
  return {
    state: 'pass',
    message: { en: 'no SSH server starts with the node', ja: '起動時に開始される SSH サーバーはありません' },
    evidence,
  };
}

function toCheck(id: string, title: Texts, decide: (node: NodeView) => Omit<CheckFinding, 'subject'>): Check {
  return { id, title, severity: 'low', decide: view => decideNodes(view, decide) };
}

export const checks: readonly Check[] = [
  toCheck('node-ssh-running', { en: 'Node: an SSH server runs', ja: 'ノード: SSH サーバーが動作している' }, decideRunning),
  toCheck('node-ssh-enabled', { en: 'Node: an SSH server is enabled', ja: 'ノード: SSH サーバーが有効' }, decideEnabled),
];
