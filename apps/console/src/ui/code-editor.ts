import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, startCompletion } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Text } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Something wrong at a place; lines and columns count from 1. */
export interface Mark {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** What may be typed on instead of the last `length` characters. */
export interface Suggestions {
  readonly length: number;
  readonly options: readonly { readonly label: string; readonly detail: string; readonly info: string; readonly boost?: number }[];
}

export interface EditorOptions {
  readonly label: string;
  /** What a screen reader says of how to leave it. */
  readonly hint: string;
  readonly text: string;
  readonly isReadOnly: boolean;
  readonly onChange: (text: string) => void;
  /** @param before the whole text before the cursor */
  readonly suggest: (before: string, all: string) => Suggestions | undefined;
}

export interface CodeEditor {
  setMarks(marks: readonly Mark[]): void;
  setReadOnly(isReadOnly: boolean): void;
  insert(text: string): void;
  goTo(line: number, column: number): void;
  destroy(): void;
}

/**
 * The editor in a shadow root: its style sheets are constructed there, which the Content-Security-Policy of the console allows, while style elements
 * in the page are refused. Colours are custom properties of the page, which reach into it.
 */
export function createEditor(root: ShadowRoot, options: EditorOptions): CodeEditor {
  const readOnly = new Compartment();
  const parent = document.createElement('div');
  root.append(parent);
  const state = EditorState.create({
    doc: options.text,
    extensions: [...EXTENSIONS, ...toExtensions(options), readOnly.of(lock(options.isReadOnly))],
  });
  const view = new EditorView({ state, parent, root });
  return {
    setMarks: marks =>
      view.dispatch(
        setDiagnostics(
          view.state,
          marks.map(mark => toDiagnostic(view.state.doc, mark)),
        ),
      ),
    setReadOnly: isReadOnly => view.dispatch({ effects: readOnly.reconfigure(lock(isReadOnly)) }),
    insert: text => {
      view.dispatch(view.state.replaceSelection(text));
      view.focus();
    },
    goTo: (line, column) => {
      const at = toOffset(view.state.doc, line, column);
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
      view.focus();
    },
    destroy: () => {
      view.destroy();
      parent.remove();
    },
  };
}

function lock(isReadOnly: boolean) {
  return [EditorState.readOnly.of(isReadOnly), EditorView.editable.of(!isReadOnly)];
}

/** Tab indents; Escape and then Tab leaves, which CodeMirror does by itself. */
const KEYS = keymap.of([
  ...closeBracketsKeymap,
  ...completionKeymap,
  { key: 'Alt-Space', run: startCompletion },
  ...lintKeymap,
  ...searchKeymap,
  ...historyKeymap,
  ...defaultKeymap,
  indentWithTab,
]);

function toExtensions({ label, hint, onChange, suggest }: EditorOptions) {
  return [
    EditorView.contentAttributes.of({ 'aria-label': label, 'aria-description': hint, tabindex: '0' }),
    EditorView.updateListener.of(update => {
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
    autocompletion({
      icons: false,
      override: [
        ({ state, pos, explicit }) => {
          const found = suggest(state.sliceDoc(0, pos), state.doc.toString());
          if (found === undefined || (found.length === 0 && !explicit && !/[.:] ?$/.test(state.sliceDoc(0, pos)))) return null;
          return { from: pos - found.length, options: [...found.options], validFor: /^\w*$/ };
        },
      ],
    }),
  ];
}

function toOffset(doc: Text, line: number, column: number): number {
  const row = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(row.from + column - 1, row.to);
}

/** The word that stands at the place; at the end of a line the character before it. */
function toDiagnostic(doc: Text, { message, line, column }: Mark): Diagnostic {
  const from = toOffset(doc, line, column);
  const word = /^\w+/.exec(doc.sliceString(from, from + 100))?.[0].length ?? 1;
  const to = Math.min(from + word, doc.length);
  return { from: from === to ? Math.max(from - 1, 0) : from, to, severity: 'error', message };
}

const STYLE = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--bw-code-key)' },
  { tag: [tags.string, tags.content], color: 'var(--bw-code-text)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--bw-code-comment)', fontStyle: 'italic' },
  { tag: [tags.keyword, tags.typeName, tags.labelName], color: 'var(--bw-code-word)' },
]);

const THEME = EditorView.theme({
  '&': {
    backgroundColor: 'var(--bw-code-ground)',
    color: 'var(--bw-code-text)',
    fontSize: '0.8125rem',
    border: '1px solid var(--pf-t--global--border--color--default)',
    borderRadius: '6px',
    blockSize: 'var(--bw-editor-size)',
  },
  '&.cm-focused': { outline: '2px solid var(--pf-t--global--border--color--clicked)', outlineOffset: '-1px' },
  '.cm-scroller': { fontFamily: 'var(--pf-t--global--font--family--mono)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--bw-code-text)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--bw-code-text)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--bw-code-comment)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'var(--bw-code-line)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--bw-code-selection)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--pf-t--global--background--color--floating--default)',
    color: 'var(--pf-t--global--text--color--regular)',
    border: '1px solid var(--pf-t--global--border--color--default)',
    borderRadius: '6px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--pf-t--global--font--family--mono)', maxBlockSize: '14rem' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--bw-code-selection)', color: 'inherit' },
  '.cm-completionDetail': { color: 'var(--bw-code-comment)', fontStyle: 'normal' },
  '.cm-tooltip.cm-completionInfo': { maxInlineSize: '24rem', padding: '0.4rem 0.6rem' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--bw-high)' },
  '.cm-panels': { backgroundColor: 'var(--bw-code-ground)', color: 'inherit' },
});

/**
 * What is typed over a selection is put in here: left to itself the browser keeps the look of what was there by an inline style, which the
 * Content-Security-Policy of the console refuses.
 */
const OVERTYPING = EditorView.domEventHandlers({
  beforeinput: ({ inputType, data, cancelable }, view) => {
    const { from, to, empty } = view.state.selection.main;
    if (inputType !== 'insertText' || data === null || !cancelable || empty || view.composing || view.state.readOnly) return false;
    const insert = () => view.state.update(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
    if (!view.state.facet(EditorView.inputHandler).some(handle => handle(view, from, to, data, insert))) view.dispatch(insert());
    return true;
  },
});

const EXTENSIONS = [
  OVERTYPING,
  lineNumbers(),
  lintGutter(),
  history(),
  drawSelection(),
  indentOnInput(),
  indentUnit.of('  '),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  highlightSelectionMatches(),
  EditorView.lineWrapping,
  yaml(),
  syntaxHighlighting(STYLE),
  THEME,
  KEYS,
];
