import { contentLines, type ContentLine } from './content-lines.js';

export interface Component {
  readonly name: string;
  readonly line: number;
  readonly properties: ContentLine[];
  readonly children: Component[];
}

export const property = (component: Component, name: string): ContentLine | undefined =>
  component.properties.find((each) => each.name === name);

export const properties = (component: Component, name: string): ContentLine[] =>
  component.properties.filter((each) => each.name === name);

export const childrenOf = (component: Component, name: string): Component[] =>
  component.children.filter((each) => each.name === name);

/** The calendars of a file; or the line on which it turns out to be no calendar, or to break off. */
export function calendarsOf(text: string): Component[] | number {
  const file: Component = { name: '', line: 1, properties: [], children: [] };
  const open = [file];
  const lines = contentLines(text);
  for (const each of lines) {
    const innermost = open.at(-1) ?? file;
    const named = each.value.trim().toUpperCase();
    if (each.name === 'BEGIN') {
      if (innermost === file && named !== 'VCALENDAR') return each.line;
      const component = { name: named, line: each.line, properties: [], children: [] };
      innermost.children.push(component);
      open.push(component);
    } else if (innermost === file || (each.name === 'END' && named !== innermost.name)) {
      return each.line;
    } else if (each.name === 'END') {
      open.pop();
    } else {
      innermost.properties.push(each);
    }
  }
  return open.length > 1 || file.children.length === 0 ? (lines.at(-1)?.line ?? 1) : file.children;
}
