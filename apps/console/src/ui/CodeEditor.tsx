import { useEffect, useId, useRef, useState } from 'react';
import { useTexts } from '../texts/use-texts.ts';
import type { CodeEditor as Editor, Mark, Suggestions } from './code-editor.ts';
import { Failure, Loading } from './States.tsx';

export type { Suggestions } from './code-editor.ts';

/** How a page reaches into the editor. */
export type EditorHandle = Pick<Editor, 'goTo' | 'insert'>;

interface Props {
  readonly label: string;
  /** What it begins with: from then on the text is the editor's, since what comes from outside would move the cursor of whoever types. */
  readonly initial: string;
  readonly isReadOnly?: boolean;
  readonly marks: readonly Mark[];
  readonly onChange: (text: string) => void;
  readonly suggest: (before: string, all: string) => Suggestions | undefined;
  /** Is told how to reach the editor once it is there. */
  readonly onReady?: (editor: EditorHandle) => void;
}

/** A text of several lines with marks and suggestions. Its code comes when it is first shown: other pages do not pay for it. */
export function CodeEditor(props: Props) {
  const { t } = useTexts();
  const id = useId();
  const { host, editor, failure } = useEditor(props, t('editor.leave'));
  return (
    <div className="bw-editor">
      <div ref={host} className="bw-editor-host" />
      {editor === undefined && failure === undefined && <Loading rows={10} />}
      {failure !== undefined && <Failure failure={failure} onRetry={() => location.reload()} />}
      <p id={id} className="bw-quiet bw-editor-hint">
        {t(props.isReadOnly === true ? 'editor.readOnly' : 'editor.leave')}
      </p>
    </div>
  );
}

function useEditor(props: Props, hint: string) {
  const { label, isReadOnly = false, marks } = props;
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  // Outlives the editor, which is made anew for another language.
  const text = useRef(props.initial);
  const [editor, setEditor] = useState<Editor>();
  const [failure, setFailure] = useState<unknown>();

  useEffect(() => {
    let made: Editor | undefined;
    let isGone = false;
    const begin = async () => {
      const { createEditor } = await import('./code-editor.ts');
      const place = host.current;
      if (isGone || place === null) return;
      made = createEditor(place.shadowRoot ?? place.attachShadow({ mode: 'open' }), {
        label,
        hint,
        text: text.current,
        isReadOnly: latest.current.isReadOnly ?? false,
        onChange: next => {
          text.current = next;
          latest.current.onChange(next);
        },
        suggest: (before, all) => latest.current.suggest(before, all),
      });
      setEditor(made);
      latest.current.onReady?.(made);
    };
    begin().catch(setFailure);
    return () => {
      isGone = true;
      made?.destroy();
      setEditor(undefined);
    };
  }, [label, hint]);

  useEffect(() => editor?.setMarks(marks), [editor, marks]);
  useEffect(() => editor?.setReadOnly(isReadOnly), [editor, isReadOnly]);
  return { host, editor, failure };
}
