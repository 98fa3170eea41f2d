/** The records of a body, each as text: lines of JSON, or all of it where it is one JSON text over several lines. */
export function splitRecords(body: string): readonly string[] {
  const lines = body.split('\n').filter(line => line.trim() !== '');
  const [first = ''] = lines;
  return lines.length > 1 && !isJson(first) && isJson(body) ? [body] : lines;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
