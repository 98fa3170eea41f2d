import type { Severity } from '@breakwater/model';
import type { ClusterView } from '../cluster-view.ts';
import type { Component } from '../evidence/component.ts';
import { type KubeletKey, readKubeletSetting } from '../evidence/kubelet-settings.ts';
import { describeKubeletFix } from '../fix/kubelet-fix.ts';
import type { Check, CheckFinding, Texts } from './check.ts';
import { listKubelets } from './list-kubelets.ts';
import type { Test } from './tests.ts';
import { decideEach } from './unseen.ts';

/** A default is given twice: with a configuration file, and without one, as kubelets of before had it. */
export function toKubeletKey(flag: string, path: string, byFile?: string, byFlags = byFile): KubeletKey {
  return { flag, path: path.split('.'), byFile, byFlags };
}

/** As {@link toKubeletKey}, of a time. */
export function toKubeletTime(flag: string, path: string, byDefault: string): KubeletKey {
  return { ...toKubeletKey(flag, path, byDefault), isTime: true };
}

/** A check that is asked of each kubelet. */
export function toKubeletCheck(
  id: string,
  severity: Severity,
  title: Texts,
  decide: (kubelet: Component, view: ClusterView) => CheckFinding,
): Check {
  return {
    id,
    title,
    severity,
    decide: view => decideEach(view, 'kubelet', kubelet => decide(kubelet, view), listKubelets(view)),
  };
}

const GIVEN: Texts = {
  en: ', as kubeadm gives it to nodes; what a node sets for itself is seen by breakwater node collect',
  ja: '。kubeadm がノードへ配布する設定による判定です。ノード独自の設定は breakwater node collect で確認できます',
};

/**
 * What is said of one setting of a kubelet.
 *
 * @param fix what its configuration is to say, `readOnlyPort: 0`
 */
export function judgeKubelet(kubelet: Component, view: ClusterView, wanted: KubeletKey, test: Test, fix: string): CheckFinding {
  const { subject, node } = kubelet;
  const read = readKubeletSetting(kubelet, view.findNode(node)?.configz, wanted);
  const path = `.${wanted.path.join('.')}`;
  if ('unseen' in read) {
    const message = { en: `kubelet: ${path} is not known: ${read.unseen}`, ja: `kubelet: ${path} は不明です: ${read.unseen}` };
    return { subject, state: 'not-evaluated', message, evidence: [{ source: kubelet.origin, path, value: null }] };
  }
  const { setting } = read;
  const isDefault = setting?.source === 'default';
  const shown = `${setting?.value ?? 'not set'}${isDefault ? ' (the default)' : ''}`;
  const shownJa = `${setting?.value ?? '未設定'}${isDefault ? ' (既定値)' : ''}`;
  const limit = kubelet.given === undefined ? { en: '', ja: '' } : GIVEN;
  const message = {
    en: `kubelet: ${setting?.path ?? path} is ${shown} (wanted: ${test.wanted.en})${limit.en}`,
    ja: `kubelet: ${setting?.path ?? path} は ${shownJa} (期待: ${test.wanted.ja})${limit.ja}`,
  };
  const evidence = [setting ?? { source: kubelet.given?.source ?? kubelet.origin, path, value: null }];
  if (test.holds(setting?.value)) return { subject, state: 'pass', message, evidence };
  return { subject, state: 'fail', message, evidence, remediation: describeKubeletFix(view, kubelet, fix) };
}
