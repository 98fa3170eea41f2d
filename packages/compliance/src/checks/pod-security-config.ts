import type { Check, CheckFinding } from '../check/check.ts';
import { toFlagCheck } from '../check/flag-check.ts';
import { absentOr, excludes, isAbsent, withoutGate } from '../check/tests.ts';
import { decideEach } from '../check/unseen.ts';
import type { ClusterView } from '../cluster-view.ts';
import type { Component } from '../evidence/component.ts';
import { readNamedFile } from '../evidence/structured.ts';
import { readAt, toMaps } from '../evidence/yaml.ts';
import { describeFlagFix } from '../fix/flag-fix.ts';

const FLAG = 'admission-control-config-file';

/** What holds for namespaces without labels stands in a file of the API server only. */
const config: Check = {
  id: 'api-server-pod-security-config-missing',
  title: { en: 'Pod Security has no defaults for the whole cluster', ja: 'クラスター全体の Pod Security 既定値がない' },
  severity: 'medium',
  decide: view => decideEach(view, 'kube-apiserver', server => decide(server, view)),
};

function decide(server: Component, view: ClusterView): CheckFinding {
  const { subject, origin } = server;
  const file = readNamedFile(server, FLAG);
  const unknown = file.state === 'unseen' ? file.reason : file.state === 'unnamed' ? server.partial : undefined;
  if (unknown !== undefined) {
    const message = { en: `--${FLAG} is not known: ${unknown}`, ja: `--${FLAG} は不明です: ${unknown}` };
    return { subject, state: 'not-evaluated', message, evidence: [{ source: origin, path: `--${FLAG}`, value: null }] };
  }
  const plugin = file.state === 'read' ? toMaps(readAt(file.value, ['plugins'])).find(({ name }) => name === 'PodSecurity') : undefined;
  const source = file.state === 'read' ? file.path : origin;
  const evidence = [
    { source, path: file.state === 'read' ? '.plugins[].name' : `--${FLAG}`, value: plugin === undefined ? null : 'PodSecurity' },
  ];
  if (plugin !== undefined) {
    return {
      subject,
      state: 'pass',
      message: { en: `${source} configures PodSecurity`, ja: `${source} で PodSecurity が設定されています` },
      evidence,
    };
  }
  const message = {
    en: `namespaces without labels are not held to any level: ${file.state === 'read' ? `${source} has no plug-in PodSecurity` : `--${FLAG} is not set`}`,
    ja: `ラベルのない名前空間に Pod Security が適用されません: ${file.state === 'read' ? `${source} に PodSecurity がありません` : `--${FLAG} が未設定です`}`,
  };
  return {
    subject,
    state: 'fail',
    message,
    evidence,
    remediation: describeFlagFix(view.findDistribution(server), server.name, [`${FLAG}=FILE`]),
  };
}

export const checks: readonly Check[] = [
  config,
  toFlagCheck({
    id: 'api-server-pod-security-gate-off',
    component: 'kube-apiserver',
    severity: 'high',
    title: { en: 'API server: Pod Security switched off', ja: 'API サーバー: Pod Security が無効' },
    wants: { 'feature-gates': absentOr(withoutGate('PodSecurity')), 'disable-admission-plugins': absentOr(excludes('PodSecurity')) },
    fix: ['disable-admission-plugins=… without PodSecurity'],
  }),
  toFlagCheck({
    id: 'api-server-validating-webhook-off',
    component: 'kube-apiserver',
    severity: 'high',
    title: { en: 'API server: validating webhooks switched off', ja: 'API サーバー: 検証 Webhook が無効' },
    wants: { 'disable-admission-plugins': absentOr(excludes('ValidatingAdmissionWebhook')) },
    fix: ['disable-admission-plugins=… without ValidatingAdmissionWebhook'],
  }),
  toFlagCheck({
    id: 'api-server-basic-auth-file',
    component: 'kube-apiserver',
    severity: 'high',
    title: { en: 'API server: passwords from a file', ja: 'API サーバー: パスワードファイルの使用' },
    wants: { 'basic-auth-file': isAbsent },
    fix: ['-basic-auth-file'],
  }),
];
