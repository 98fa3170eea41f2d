/** Running text of a policy; what stands in backquotes is code. */
export function Prose({ text }: { readonly text: string }) {
  const parts = text.split('`');
  return (
    <p className="bw-prose">
      {parts.map((part, index) =>
        index % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name
          <code key={index} className="bw-mono">
            {part}
          </code>
        ) : (
          part
        ),
      )}
    </p>
  );
}
