import { Button, CodeBlock, CodeBlockAction, CodeBlockCode } from '@patternfly/react-core';
import { CheckIcon } from '@patternfly/react-icons/dist/esm/icons/check-icon.js';
import { CopyIcon } from '@patternfly/react-icons/dist/esm/icons/copy-icon.js';
import { useEffect, useState } from 'react';
import { useTexts } from '../texts/use-texts.ts';

/** How long the button says that the text was taken. */
const SHOWN = 2000;

/** Text of a machine, as it is, with a button that takes it along. */
export function Code({ text, id, label }: { readonly text: string; readonly id: string; readonly label: string }) {
  return (
    <CodeBlock
      className="bw-code"
      actions={
        <CodeBlockAction>
          <CopyButton text={text} label={label} />
        </CodeBlockAction>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, also by keyboard */}
      <section tabIndex={0} aria-label={label} className="bw-code-scroll">
        <CodeBlockCode id={id}>{text}</CodeBlockCode>
      </section>
    </CodeBlock>
  );
}

function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useTexts();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <Button
      variant="plain"
      icon={isCopied ? <CheckIcon /> : <CopyIcon />}
      aria-label={isCopied ? t('actions.copied') : `${t('actions.copy')}: ${label}`}
      onClick={() => void copyText(text).then(setCopied)}
    />
  );
}

/** Over plain HTTP from another machine browsers offer no clipboard; the text can still be selected. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
