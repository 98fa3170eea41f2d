import type { Check, CheckFinding } from '../check/check.ts';
import { decideEach } from '../check/unseen.ts';
import type { Component } from '../evidence/component.ts';
import { findSecretProvider } from '../evidence/encryption.ts';
import { readNamedFile } from '../evidence/structured.ts';

const FLAG = 'encryption-provider-config';
/** aesgcm needs its keys changed by hand after some 200,000 writes: a person says whether that is so. */
const STRONG = ['kms', 'secretbox', 'aescbc'];

const weak: Check = {
  id: 'secret-encryption-weak',
  title: { en: 'Secrets are encrypted weakly or not at all', ja: 'Secret の暗号化が弱いか、行われていない' },
  severity: 'medium',
  decide: view => decideEach(view, 'kube-apiserver', decide),
};

/** The provider's name is evidence; its keys never are. */
function decide(server: Component): CheckFinding {
  const { subject, origin } = server;
  const file = readNamedFile(server, FLAG);
  if (file.state === 'unnamed') {
    const evidence = [{ source: origin, path: `--${FLAG}`, value: null }];
    if (server.partial !== undefined) {
      const message = { en: `--${FLAG} is not known: ${server.partial}`, ja: `--${FLAG} は不明です: ${server.partial}` };
      return { subject, state: 'not-evaluated', message, evidence };
    }
    const message = {
      en: `Secrets are stored as they are: --${FLAG} is not set`,
      ja: `Secret は平文で保存されます: --${FLAG} が未設定です`,
    };
    return { subject, state: 'fail', message, evidence, remediation: describeFix('FILE') };
  }
  if (file.state === 'unseen') {
    const message = {
      en: `how Secrets are encrypted was not seen: ${file.reason}`,
      ja: `Secret の暗号化方法を確認できません: ${file.reason}`,
    };
    return { subject, state: 'not-evaluated', message, evidence: [{ source: origin, path: `--${FLAG}`, value: file.path }] };
  }
  const provider = findSecretProvider(file.value);
  const path = provider === undefined ? '.resources' : `.resources[${provider.entry}].providers[0]`;
  const evidence = [{ source: file.path, path, value: provider?.name ?? null }];
  if (provider !== undefined && STRONG.includes(provider.kind)) {
    return {
      subject,
      state: 'pass',
      message: { en: `Secrets are encrypted by ${provider.name}`, ja: `Secret は ${provider.name} で暗号化されます` },
      evidence,
    };
  }
  if (provider?.kind === 'aesgcm') {
    const en = 'Secrets are encrypted by aesgcm, whose keys have to be changed by hand before 200,000 writes';
    return {
      subject,
      state: 'review',
      message: { en, ja: 'Secret は aesgcm で暗号化されます。20 万回の書き込みごとに手動で鍵を更新する必要があります' },
      evidence,
    };
  }
  const first = provider?.name ?? '';
  const message =
    provider === undefined
      ? { en: `${file.path} has no entry that covers secrets`, ja: `${file.path} に secrets を対象とする項目がありません` }
      : {
          en: `the first provider for secrets is ${first}, so that new ones are stored as they are`,
          ja: `secrets の最初のプロバイダーが ${first} のため、新しい Secret は平文で保存されます`,
        };
  return { subject, state: 'fail', message, evidence, remediation: describeFix(file.path) };
}

function describeFix(path: string): { readonly en: string; readonly ja: string } {
  return {
    en: `in ${path} make kms v2 or secretbox the first provider of secrets, restart kube-apiserver, then write all Secrets anew: kubectl get secrets -A -o json | kubectl replace -f -`,
    ja: `${path} で secrets の最初のプロバイダーを kms v2 または secretbox にし、kube-apiserver を再起動した後、すべての Secret を書き直してください: kubectl get secrets -A -o json | kubectl replace -f -`,
  };
}

export const checks: readonly Check[] = [weak];
