import { Button } from '@patternfly/react-core';
import { type ReactNode, useRef } from 'react';
import { useTexts } from '../../../texts/use-texts.ts';
import { FailureAlert } from '../../../ui/FailureAlert.tsx';

interface Props {
  readonly label: string;
  readonly text: string;
  /** Changes with the question: an answer to another one is told to be old. */
  readonly question: string;
  readonly isReady: boolean;
  readonly ask: { readonly isPending: boolean; readonly error: Error | null };
  readonly onAsk: () => void;
  /** The answer, once there is one. */
  readonly children: ReactNode;
}

/** Asks what something would do before it is done. */
export function Trial({ label, text, question, isReady, ask, onAsk, children }: Props) {
  const { t } = useTexts();
  const asked = useRef('');
  const run = () => {
    asked.current = question;
    onAsk();
  };
  const isAnswered = children !== undefined;
  return (
    <div className="bw-stack">
      <div>
        <Button variant="secondary" isDisabled={!isReady} isLoading={ask.isPending} onClick={run}>
          {label}
        </Button>{' '}
        <span className="bw-quiet">{isReady ? text : t('editor.dryRunNotYet')}</span>
      </div>
      <FailureAlert failure={ask.error} />
      {isAnswered && asked.current !== question && <p className="bw-quiet">{t('editor.dryRunOld')}</p>}
      {children}
    </div>
  );
}
