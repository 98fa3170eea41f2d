/** What helm says about where a document is from: `# Source: shop/templates/web.yaml`, right behind the mark that begins it. */
const SOURCE = /^# Source: (\S.*?)\s*$/;

/** For each line of a rendered text the template that it is from, as helm names it. */
export function listSources(lines: readonly string[]): readonly (string | undefined)[] {
  let current: string | undefined;
  return lines.map((line, index) => {
    if (line.startsWith('---')) current = SOURCE.exec(lines[index + 1] ?? '')?.[1] ?? current;
    return current;
  });
}

/** The path below the chart's folder of what helm names `CHART/PATH`; nothing for what leads out of it. */
export function toChartPath(source: string): string | undefined {
  const [, ...steps] = source.split('/');
  return steps.length === 0 || steps.some(step => step === '' || step === '.' || step === '..') ? undefined : steps.join('/');
}
