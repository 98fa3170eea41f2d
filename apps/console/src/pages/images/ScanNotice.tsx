import type { Answer, images } from '@breakwater/api';
import { Alert } from '@patternfly/react-core';
import type { TextKey } from '../../texts/i18n.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Prose } from '../../ui/Prose.tsx';
import { ScannerNotice } from '../../ui/ScannerNotice.tsx';

type Image = Answer<typeof images.endpoints.get>;

const NEXT = ['registry-unauthorized', 'registry-unreachable', 'registry-throttled', 'image-not-found', 'platform-missing'] as const;

/** Why what is shown of an image is not all that there is to know. */
export function ScanNotice({ image }: { readonly image: Image }) {
  const { t } = useTexts();
  const { scan, problems, notEvaluated } = image;
  return (
    <div className="bw-stack bw-notices">
      <ScannerNotice />
      {scan.state !== 'scanned' && (
        <Alert variant={scan.state === 'failed' ? 'danger' : 'info'} isInline component="p" title={t(`images.scan.${scan.state}`)}>
          {scan.message !== undefined && (
            <p lang="en">
              {scan.message} <span className="bw-mono">{scan.code}</span>
            </p>
          )}
          {scan.state === 'failed' && <Prose text={t(toNext(scan.code))} />}
        </Alert>
      )}
      {scan.complete === false && (
        <Alert variant="warning" isInline component="p" title={t('images.incomplete')}>
          <Messages messages={problems.map(({ message }) => message)} />
        </Alert>
      )}
      {notEvaluated.length > 0 && (
        <Alert variant="warning" isInline component="p" title={t('images.notEvaluated', { count: scan.notEvaluated ?? 0 })}>
          <Messages messages={notEvaluated.map(({ message, packages }) => `${message} (${packages})`)} />
        </Alert>
      )}
    </div>
  );
}

/** A broken image may have a problem for each of its files. */
const MOST = 10;

function Messages({ messages }: { readonly messages: readonly string[] }) {
  const { t } = useTexts();
  const all = [...new Set(messages)];
  const more = all.length - MOST;
  return (
    <ul className="bw-plain-list">
      {all.slice(0, MOST).map(message => (
        <li key={message} lang="en">
          {message}
        </li>
      ))}
      {more > 0 && <li>{t('network.more', { count: more })}</li>}
    </ul>
  );
}

/** What to do about a failure that people can do something about. */
function toNext(code: string | undefined): TextKey {
  const known = NEXT.find(one => one === code);
  return known === undefined ? 'images.scanNext.other' : `images.scanNext.${known}`;
}
