import type { Severity, State } from '@breakwater/model';

/** The words of reports around what policies themselves say. */
export interface Texts {
  readonly severity: Readonly<Record<Severity, string>>;
  readonly state: Readonly<Record<State, string>>;
  readonly container: string;
  readonly remediation: string;
  readonly evidence: string;
  readonly problems: string;
  /** Headings of a table of findings: severity, title, message, place, remediation. */
  readonly columns: readonly string[];
  readonly nothing: string;
  /** Words of the page with filters. */
  readonly page: Readonly<
    Record<'title' | 'search' | 'allSeverities' | 'allKinds' | 'allNamespaces' | 'noMatch' | 'shown' | 'why', string>
  >;
  readonly nothingRead: string;
  summary(counts: { objects: number; events?: number; workloads: number; policies: number; files: number }): string;
  count(amount: number, word: string): string;
  findings(total: number, parts: string): string;
  also(parts: string): string;
  unknownKinds(count: number, names: string): string;
  notEvaluated(count: number): string;
}

const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

export const TEXTS: Readonly<Record<'en' | 'ja', Texts>> = {
  en: {
    severity: { critical: 'critical', high: 'high', medium: 'medium', low: 'low', info: 'info' },
    state: {
      pass: 'passes',
      fail: 'violation',
      review: 'to review',
      manual: 'manual',
      'not-applicable': 'not applicable',
      'not-evaluated': 'not evaluated',
      error: 'error',
      inconsistent: 'inconsistent',
      accepted: 'accepted',
    },
    container: 'container',
    remediation: 'do',
    evidence: 'because',
    problems: 'Problems',
    columns: ['Severity', 'Policy', 'Finding', 'Where', 'What to do'],
    nothing: 'No violations.',
    page: {
      title: 'Breakwater report',
      search: 'Search',
      allSeverities: 'All severities',
      allKinds: 'All kinds',
      allNamespaces: 'All namespaces',
      noMatch: 'Nothing matches these filters.',
      shown: 'shown',
      why: 'Why',
    },
    nothingRead: 'No Kubernetes object was found in what was given.',
    summary: ({ objects, events, workloads, policies, files }) =>
      `Looked at ${events === undefined ? `${plural(objects, 'object')} (${plural(workloads, 'workload')})` : plural(events, 'event')} in ${plural(files, 'file')} with ${policies} ${policies === 1 ? 'policy' : 'policies'}.`,
    count: (amount, word) => `${amount} ${word}`,
    findings: (total, parts) => `${plural(total, 'violation')}: ${parts}`,
    also: parts => `Beside them: ${parts}`,
    unknownKinds: (count, names) => `${plural(count, 'object')} of kinds that no policy knows in depth: ${names}`,
    notEvaluated: count =>
      `${plural(count, 'verdict')} could not be reached because something was missing (--verbose lists them, --complete says that nothing is).`,
  },
  ja: {
    severity: { critical: '緊急', high: '高', medium: '中', low: '低', info: '情報' },
    state: {
      pass: '適合',
      fail: '違反',
      review: '要確認',
      manual: '手動確認',
      'not-applicable': '対象外',
      'not-evaluated': '未評価',
      error: 'エラー',
      inconsistent: '不整合',
      accepted: '受容済み',
    },
    container: 'コンテナ',
    remediation: '対処',
    evidence: '根拠',
    problems: '問題',
    columns: ['重大度', 'ポリシー', '検出内容', '場所', '対処'],
    nothing: '違反はありません。',
    page: {
      title: 'Breakwater レポート',
      search: '検索',
      allSeverities: 'すべての重大度',
      allKinds: 'すべての種類',
      allNamespaces: 'すべての名前空間',
      noMatch: '条件に一致するものはありません。',
      shown: '件を表示',
      why: '理由',
    },
    nothingRead: '指定された入力に Kubernetes オブジェクトがありませんでした。',
    summary: ({ objects, events, workloads, policies, files }) =>
      `${files} 個のファイルにある ${events === undefined ? `${objects} 個のオブジェクト (ワークロード ${workloads} 個)` : `${events} 件のイベント`} を ${policies} 個のポリシーで検査しました。`,
    count: (amount, word) => `${word} ${amount}`,
    findings: (total, parts) => `違反 ${total} 件 (${parts})`,
    also: parts => `ほかに: ${parts}`,
    unknownKinds: (count, names) => `詳細を判定できない種類のオブジェクト ${count} 個: ${names}`,
    notEvaluated: count =>
      `情報が足りず判定できなかった項目が ${count} 件あります (--verbose で一覧、すべて揃っている場合は --complete を指定)。`,
  },
};
