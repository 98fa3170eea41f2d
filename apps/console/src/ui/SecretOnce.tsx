import { Alert } from '@patternfly/react-core';
import { useTexts } from '../texts/use-texts.ts';
import { Code } from './Code.tsx';

/** A secret that the server will not tell again. */
export function SecretOnce({ title, secret }: { readonly title: string; readonly secret: string }) {
  const { t } = useTexts();
  return (
    <div className="bw-stack">
      <Alert variant="warning" isInline title={t('settings.secretOnce')} component="p" isLiveRegion />
      <Code id="secret" label={title} text={secret} />
    </div>
  );
}
