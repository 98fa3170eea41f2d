import type { Answer, enforcement } from '@breakwater/api';
import type { Language } from '../../catalogue/catalogue.ts';

type Reason = Answer<typeof enforcement.endpoints.list>['results'][number]['reasons'][number];

/** What is said of reasons beside the words of the sensor, which are facts and names. */
const TEXTS: Readonly<Record<string, { readonly en: string; readonly ja: string; readonly next?: string }>> = {
  'no-native-form': { en: 'The API server alone cannot decide it:', ja: 'API サーバーだけでは判定できません:' },
  disabled: {
    en: 'The sensor of this cluster does not write to the API server.',
    ja: 'このクラスターのセンサーは API サーバーに書き込まない設定です。',
    next: 'breakwater install manifest --native-enforcement …',
  },
  'no-cluster': {
    en: 'These are files: no API server could refuse anything.',
    ja: 'ファイルを監視しているため、拒否する API サーバーがありません。',
  },
  'no-rights': {
    en: 'The sensor lacks the rights:',
    ja: 'センサーに権限がありません:',
    next: 'breakwater install manifest --native-enforcement …',
  },
  'name-taken': { en: 'An object of that name is not ours:', ja: '同じ名前のオブジェクトが、センサー以外によって作られています:' },
  refused: { en: 'The API server does not take it:', ja: 'API サーバーが受け付けません:' },
  unreachable: { en: 'It is not written yet:', ja: 'まだ書き込まれていません:' },
  'no-admission': {
    en: "Breakwater's own admission has not said that it enforces the policy in this cluster.",
    ja: 'このクラスターの Breakwater アドミッションから、このポリシーを強制しているという報告はありません。',
  },
  'admission-behind': {
    en: "Breakwater's own admission still decides by an older policy set; it takes up the new one in a moment:",
    ja: 'Breakwater アドミッションはまだ古いポリシーセットで判定しています。まもなく新しいものに切り替わります:',
  },
  'admission-silent': {
    en: "Breakwater's own admission is silent since {said}. Requests are answered as the failurePolicy of its webhook says.",
    ja: 'Breakwater アドミッションは {said} から応答がありません。要求は Webhook の failurePolicy に従って扱われます。',
    next: 'kubectl get pods --all-namespaces --selector app.kubernetes.io/component=admission',
  },
  'admission-unregistered': {
    en: "Breakwater's own admission is there, and the API server has no webhook that asks it.",
    ja: 'Breakwater アドミッションは稼働していますが、API サーバーに Webhook が登録されていません。',
    next: 'breakwater install manifest --role admission … | kubectl apply --server-side -f -',
  },
  'admission-unusable': {
    en: "Breakwater's own admission cannot use the policy: it is of another release than this server, or the policy does not compile. Its log says which:",
    ja: 'Breakwater アドミッションはこのポリシーを使用できません。サーバーとリリースが異なるか、ポリシーをコンパイルできません。詳細はログを確認してください:',
    next: 'kubectl logs --all-containers --namespace breakwater deployment/breakwater-admission',
  },
  'admission-unknown': {
    en: "The sensor of this cluster is away: nobody can say whether Breakwater's own admission still enforces it.",
    ja: 'このクラスターのセンサーが切断されているため、Breakwater アドミッションが強制を続けているか確認できません。',
  },
  'not-told': {
    en: 'The sensor of this cluster has not said how: it is away since the setting changed, or of an older release.',
    ja: 'このクラスターのセンサーからまだ報告がありません。設定変更後に接続していないか、古いリリースです。',
  },
};

export function toReason(code: string, said: string, language: Language): Reason {
  const text = TEXTS[code];
  const { next } = text ?? {};
  const message = text === undefined ? said : say(text[language], said);
  return { code, message, ...(next === undefined ? {} : { next }) };
}

function say(text: string, said: string): string {
  return text.endsWith(':') ? `${text} ${said}` : text.replace('{said}', () => said);
}
