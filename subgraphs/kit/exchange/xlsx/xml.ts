/** A part's XML as events, read a piece at a time. Names without their namespace's prefix: producers choose it as they like. */
import sax from 'sax';
import { damaged } from './archive.ts';

export type Attributes = ReadonlyMap<string, string>;

export interface XmlEvents {
  open?(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Far more than any workbook has; what the parser holds on to is bounded by them. */
const MAX_DEPTH = 100;
const MAX_ATTRIBUTES = 500;

/** Yields after every piece, so that what its events gave can be handed on before the next is read. */
export async function* parsing(text: AsyncIterable<string>, events: XmlEvents): AsyncGenerator<void> {
  const parser = sax.parser(true);
  let [depth, attributesOfTag] = [0, 0];
  parser.onattribute = () => {
    if (++attributesOfTag > MAX_ATTRIBUTES) fail(new Error(`more than ${MAX_ATTRIBUTES} attributes`));
  };
  parser.onopentag = ({ name, attributes }) => {
    attributesOfTag = 0;
    if (++depth > MAX_DEPTH) fail(new Error(`nested more than ${MAX_DEPTH} deep`));
    events.open?.(local(name), new Map(Object.entries(attributes).map(([key, value]) => [local(key), String(value)])));
  };
  parser.ontext = (piece) => events.text?.(piece);
  parser.oncdata = (piece) => events.text?.(piece);
  parser.onclosetag = (name) => {
    depth -= 1;
    events.close?.(local(name));
  };
  parser.onerror = (error) => fail(error);
  parser.ondoctype = () => fail(new Error('a workbook has no DOCTYPE'));
  for await (const piece of text) {
    parser.write(piece);
    yield;
  }
  parser.close();
  yield;
}

export async function parseAll(text: AsyncIterable<string>, events: XmlEvents): Promise<void> {
  const pieces = parsing(text, events);
  while ((await pieces.next()).done !== true);
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function fail(error: unknown): never {
  throw damaged(error);
}

/** Characters that XML cannot hold, as SpreadsheetML writes them: _x000D_. */
export function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
}
