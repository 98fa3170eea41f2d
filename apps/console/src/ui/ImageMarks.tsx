import type { Answer, images } from '@breakwater/api';
import { formatBytes } from '../format/bytes.ts';
import { useTexts } from '../texts/use-texts.ts';
import { ReferenceText } from './ReferenceText.tsx';
import { Mark, StateMark } from './StateMark.tsx';

type Row = Answer<typeof images.endpoints.list>['results'][number];

/** How far the scan is, and on hover why it is no further. */
export function ScanMark({ scan }: { readonly scan: Row['scan'] }) {
  const { t } = useTexts();
  const isPartial = scan.state === 'scanned' && scan.complete === false;
  return (
    <span title={scan.message ?? (isPartial ? t('images.incomplete') : undefined)}>
      {isPartial ? <Mark tone="warn">{t('images.partly')}</Mark> : <StateMark subject="imageScan" state={scan.state} />}
    </span>
  );
}

const ROOT = ['', '0', 'root'];

interface UserProps {
  readonly user: string | undefined;
  /** Where there is no room to say why. */
  readonly isShort?: true;
}

/** As whom its processes run unless somebody says otherwise; root stands out. */
export function ImageUser({ user, isShort }: UserProps) {
  const { t } = useTexts();
  if (user === undefined) return <Unknown />;
  const [name = ''] = user.split(':');
  if (!ROOT.includes(name)) return user;
  if (user !== '') return <Mark tone="warn">{user}</Mark>;
  const text = t('images.rootByDefault');
  return isShort === undefined ? (
    <Mark tone="warn">{text}</Mark>
  ) : (
    <span title={text}>
      <Mark tone="warn">root</Mark>
    </span>
  );
}

/** 100 is the least: an image with nothing but the application. */
export function SurfaceScore({ score }: { readonly score: number | undefined }) {
  const { t } = useTexts();
  return score === undefined ? <Unknown /> : <span title={t('images.surfaceHelp')}>{score}</span>;
}

export function Bytes({ bytes }: { readonly bytes: number | undefined }) {
  const { language } = useTexts();
  return bytes === undefined ? <Unknown /> : formatBytes(bytes, language);
}

/** What it rests on, by name where there is one. */
export function BaseName({ base }: { readonly base: Row['base'] }) {
  if (base === undefined) return <Unknown />;
  const { name, digest } = base;
  return name === '' ? <Digest digest={digest} /> : <ReferenceText reference={name} more={digest} />;
}

const SHORT_DIGEST = 19;

/** Enough of a digest to tell it from others. */
export function shorten(digest: string): string {
  return digest.length > SHORT_DIGEST ? `${digest.slice(0, SHORT_DIGEST)}…` : digest;
}

export function Digest({ digest }: { readonly digest: string }) {
  return (
    <span className="bw-mono" title={digest}>
      {shorten(digest)}
    </span>
  );
}

export function Unknown() {
  const { t } = useTexts();
  return <span className="bw-quiet">{t('words.unknown')}</span>;
}
