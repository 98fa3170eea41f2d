import type { Severity } from '@breakwater/model';
import { type Check, type CheckFinding, CLUSTER, type Texts } from '../check/check.ts';
import type { ClusterView } from '../cluster-view.ts';
import { readAt } from '../evidence/yaml.ts';
import { CVES, DATA_DATE } from '../versions/cve-table.ts';
import { type MatchedCve, matchCves } from '../versions/match-cves.ts';
import { findSystemEnd } from '../versions/node-system.ts';
import { isBefore, listRunning, type Running, toLine } from '../versions/running.ts';
import { listSkews } from '../versions/skew.ts';
import { LINES } from '../versions/support-table.ts';

type Said = Pick<CheckFinding, 'state' | 'message' | 'remediation'>;

const RUNTIMES = ['containerd', 'cri-o'];
/** CVEs that a message names. */
const SHOWN = 8;
const DATA: Texts = { en: `data of ${DATA_DATE}`, ja: `データ: ${DATA_DATE}` };

const dated = (en: string, ja: string): Texts => ({ en: `${en} (${DATA.en})`, ja: `${ja} (${DATA.ja})` });

/** Who patches without a new number says so in bulletins of their own. */
const CAUTION: Texts = {
  en: 'the vendor may have mended it without a new number, see its bulletin',
  ja: 'ベンダーが番号を変えずに修正している場合があります。公式情報を確認してください',
};

function decideEach(view: ClusterView, say: (running: Running) => Said | undefined, only?: readonly string[]): readonly CheckFinding[] {
  const all = listRunning(view).filter(({ component }) => only === undefined || only.includes(component));
  if (all.length === 0) {
    const message = {
      en: 'no version shows: neither nodes nor pods of the system are among the objects, nor packages among the facts of nodes',
      ja: 'バージョンを確認できません: Node、システムの Pod、ノードのパッケージ情報のいずれも与えられていません',
    };
    return [{ subject: CLUSTER, state: 'not-evaluated', message, evidence: [] }];
  }
  return all.flatMap(running => {
    const said = say(running);
    const evidence = [{ source: running.source, path: running.component, value: running.text }];
    return said === undefined ? [] : [{ subject: running.subject, evidence, ...said }];
  });
}

function saySupport(running: Running, today: string): Said | undefined {
  const lines = LINES[running.product];
  if (lines === undefined) return undefined;
  const name = `${running.component} ${running.text}`;
  const line = lines[toLine(running.version)];
  if (line === undefined) {
    const isOld = Object.keys(lines).every(known => isBefore(`${toLine(running.version)}.0`, `${known}.0`));
    if (isOld)
      return {
        state: 'fail',
        message: dated(
          `${name} is older than every release that is still maintained`,
          `${name} は保守中のどのリリースよりも古いバージョンです`,
        ),
        remediation: UPGRADE,
      };
    return { state: 'review', message: dated(`${name} is newer than the table of releases`, `${name} は一覧にない新しいバージョンです`) };
  }
  if (line.end === undefined || today <= line.end) {
    const until = line.end ?? 'further notice';
    return { state: 'pass', message: dated(`${name} is maintained until ${until}`, `${name} の保守期限: ${line.end ?? '未定'}`) };
  }
  if (line.extended !== undefined && today <= line.extended) {
    return {
      state: 'review',
      message: dated(
        `${name} is maintained until ${line.extended} against payment only`,
        `${name} は有償の延長サポートのみです (${line.extended} まで)`,
      ),
    };
  }
  return {
    state: 'fail',
    message: dated(`${name} is not maintained any more since ${line.end}`, `${name} の保守は ${line.end} に終了しました`),
    remediation: UPGRADE,
  };
}

const UPGRADE: Texts = {
  en: 'upgrade to a maintained release, one minor version at a time: API server first, then nodes',
  ja: '保守中のリリースへ、API サーバー、ノードの順に 1 マイナーずつ更新してください',
};

/** The system below the kubelet ends as well. */
function listSystems(view: ClusterView, today: string): readonly CheckFinding[] {
  return view.listObjects('Node').flatMap((node): readonly CheckFinding[] => {
    const image = String(readAt(node, ['status', 'nodeInfo', 'osImage']) ?? '');
    if (image === '') return [];
    const subject = { kind: 'Node', name: String(readAt(node, ['metadata', 'name']) ?? '') };
    const evidence = [{ source: 'api', path: '.status.nodeInfo.osImage', value: image }];
    const end = findSystemEnd(image);
    if (end === undefined) {
      return [
        {
          subject,
          state: 'review',
          evidence,
          message: { en: `${image}: our table does not know until when it is maintained`, ja: `${image}: 保守期限が不明です` },
        },
      ];
    }
    if (today <= end.date)
      return [
        {
          subject,
          state: 'pass',
          evidence,
          message: { en: `${image} is maintained until ${end.date}`, ja: `${image} の保守期限: ${end.date}` },
        },
      ];
    const remediation = { en: 'replace the node by one with a maintained system', ja: '保守中の OS のノードに入れ替えてください' };
    return [
      {
        subject,
        state: 'fail',
        evidence,
        remediation,
        message: { en: `${image} is not maintained any more since ${end.date}`, ja: `${image} の保守は ${end.date} に終了しました` },
      },
    ];
  });
}

function decideSupport(view: ClusterView): readonly CheckFinding[] {
  const today = view.now?.slice(0, 10);
  if (today === undefined) {
    const message = { en: 'nobody said which day it is', ja: '評価日時が与えられていません' };
    return [{ subject: CLUSTER, state: 'not-evaluated', message, evidence: [] }];
  }
  return [...decideEach(view, running => saySupport(running, today)), ...listSystems(view, today)];
}

function sayPatched(running: Running): Said | undefined {
  const newest = LINES[running.product === running.component ? running.product : 'kubernetes']?.[toLine(running.version)]?.newest;
  if (newest === undefined) return undefined;
  const name = `${running.component} ${running.text}`;
  if (!isBefore(running.version, newest))
    return { state: 'pass', message: dated(`${name} is the newest release of its line`, `${name} は系列の最新リリースです`) };
  const message = dated(`${name}: ${newest} is the newest release of its line`, `${name}: 系列の最新リリースは ${newest} です`);
  if (running.suffix !== '')
    return { state: 'review', message: { en: `${message.en}; ${CAUTION.en}`, ja: `${message.ja}。${CAUTION.ja}` } };
  return {
    state: 'fail',
    message,
    remediation: {
      en: `upgrade ${running.component} to ${newest} or later`,
      ja: `${running.component} を ${newest} 以降に更新してください`,
    },
  };
}

function sayVulnerable(running: Running): Said {
  const found = matchCves(running.component, running.version, CVES);
  const name = `${running.component} ${running.text}`;
  if (found.length === 0) return { state: 'pass', message: dated(`${name} has no known CVE`, `${name} に既知の CVE はありません`) };
  const mended = found.filter(({ fixed }) => fixed !== undefined);
  const list = (cves: readonly MatchedCve[]): string =>
    `${cves
      .slice(0, SHOWN)
      .map(({ id, fixed }) => (fixed === undefined ? `${id} (no fix)` : `${id} (${fixed})`))
      .join(', ')}${cves.length > SHOWN ? ` … (${cves.length})` : ''}`;
  if (running.suffix !== '' || mended.length === 0) {
    const caution =
      running.suffix === ''
        ? { en: 'no release mends it: see what the advisory asks for', ja: '修正版がありません。アドバイザリの回避策を確認してください' }
        : CAUTION;
    return { state: 'review', message: dated(`${name}: ${list(found)}; ${caution.en}`, `${name}: ${list(found)}。${caution.ja}`) };
  }
  return {
    state: 'fail',
    message: dated(`${name}: ${list(found)}`, `${name}: ${list(found)}`),
    remediation: {
      en: `upgrade ${running.component} to a release that mends them: the numbers in brackets`,
      ja: `${running.component} を括弧内のバージョン以降に更新してください`,
    },
  };
}

function decideSkew(view: ClusterView): readonly CheckFinding[] {
  const all = listRunning(view);
  const servers = all.filter(({ component }) => component === 'kube-apiserver');
  const evidence = all
    .map(({ component, subject, text, source }) => ({ source, path: `${component} ${subject.name}`, value: text }))
    .slice(0, 50);
  if (servers.length === 0) {
    const message = { en: 'the version of the API server is not known', ja: 'API サーバーのバージョンが不明です' };
    return [{ subject: CLUSTER, state: 'not-evaluated', message, evidence }];
  }
  const skews = listSkews(all);
  if (skews.length === 0)
    return [
      {
        subject: CLUSTER,
        state: 'pass',
        message: { en: 'all components are near enough to the API server', ja: 'すべてのコンポーネントが許容範囲内です' },
        evidence,
      },
    ];
  const remediation = { en: 'bring it to the minor version of the API server', ja: 'API サーバーのマイナーバージョンに合わせてください' };
  return skews.map(({ running, en, ja }) => ({
    subject: running.subject,
    state: 'fail',
    message: { en, ja },
    evidence: [{ source: running.source, path: running.component, value: running.text }],
    remediation,
  }));
}

const create = (id: string, severity: Severity, title: Texts, decide: Check['decide']): Check => ({ id, severity, title, decide });

export const checks: readonly Check[] = [
  create(
    'version-unsupported',
    'high',
    { en: 'A component is not maintained any more', ja: '保守が終了したコンポーネントがある' },
    decideSupport,
  ),
  create(
    'version-unpatched',
    'medium',
    { en: 'A component is not the newest release of its line', ja: '最新の修正版でないコンポーネントがある' },
    view => decideEach(view, sayPatched),
  ),
  create('version-vulnerable', 'high', { en: 'A component has known CVEs', ja: '既知の CVE があるコンポーネントがある' }, view =>
    decideEach(view, sayVulnerable),
  ),
  create('runtime-vulnerable', 'high', { en: 'A container runtime has known CVEs', ja: 'コンテナランタイムに既知の CVE がある' }, view =>
    decideEach(view, sayVulnerable, RUNTIMES),
  ),
  create(
    'version-skew',
    'medium',
    { en: 'Components are too far apart in version', ja: 'コンポーネントのバージョン差が大きい' },
    decideSkew,
  ),
];
