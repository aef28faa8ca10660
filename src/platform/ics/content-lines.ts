/** The lines that an iCalendar file is made of (RFC 5545 §3.1): `NAME;PARAM=value:VALUE`, folded at 75 octets. */
export interface ContentLine {
  readonly name: string;
  readonly params: ReadonlyMap<string, string>;
  readonly value: string;
  /** Counted from 1, where it begins in the file. */
  readonly line: number;
}

const lineOctetsMax = 75;

/** As one value of type TEXT. No control character of the text is left to break a line or a reader. */
export const textValue = (text: string): string =>
  text
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll(/[^\P{Cc}\t\n]/gu, '')
    .replaceAll(/\p{Cs}/gu, '\uFFFD')
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll('\n', String.raw`\n`);

export const textOf = (value: string): string =>
  value.replaceAll(/\\(.)/gs, (_, escaped: string) => (escaped === 'n' || escaped === 'N' ? '\n' : escaped));

/** Folded between characters, never inside one: a line of 75 octets, each next one begun by a space. */
export function folded(line: string): string {
  if (Buffer.byteLength(line) <= lineOctetsMax) return line;
  let result = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > lineOctetsMax) {
      result += '\r\n ';
      octets = 1;
    }
    result += character;
    octets += size;
  }
  return result;
}

const paramPattern = /;([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:]+)*)/y;

function parsed(text: string, line: number): ContentLine | undefined {
  const name = /^[A-Za-z0-9-]+/.exec(text)?.[0];
  if (name === undefined) return undefined;
  const params = new Map<string, string>();
  let at = name.length;
  paramPattern.lastIndex = at;
  for (let match = paramPattern.exec(text); match !== null; match = paramPattern.exec(text)) {
    const [, param = '', value = ''] = match;
    params.set(param.toUpperCase(), value.replaceAll('"', ''));
    at = paramPattern.lastIndex;
  }
  return text[at] === ':' ? { name: name.toUpperCase(), params, value: text.slice(at + 1), line } : undefined;
}

/** What is no content line is left out: a program that forgot to fold a description shall not cost the whole file. */
export function contentLines(text: string): ContentLine[] {
  const lines: ContentLine[] = [];
  let [unfolded, begunAt] = ['', 1];
  const end = (): void => {
    const line = unfolded === '' ? undefined : parsed(unfolded, begunAt);
    if (line !== undefined) lines.push(line);
  };
  for (const [index, part] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (part.startsWith(' ') || part.startsWith('\t')) {
      unfolded += part.slice(1);
    } else {
      end();
      [unfolded, begunAt] = [part, index + 1];
    }
  }
  end();
  return lines;
}
