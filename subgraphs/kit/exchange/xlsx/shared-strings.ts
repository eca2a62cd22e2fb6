/** Texts that a workbook keeps once for all its cells. They have to be held: a cell names its text by its place. */
import { tooLarge, type Archive } from './archive.ts';
import { parseAll, unescaped } from './xml.ts';

/** An empty text takes memory as well. */
const FOR_EACH_TEXT = 16;

export async function sharedStringsOf(
  archive: Archive,
  part: string | undefined,
  maxCharacters: number,
): Promise<string[]> {
  const texts: string[] = [];
  if (part === undefined) return texts;
  const text = new StringItem();
  let characters = 0;
  const count = (more: number): void => {
    characters += more;
    if (characters > maxCharacters) throw tooLarge(`> ${maxCharacters} characters of text`);
  };
  await parseAll(archive.text(part), {
    open(name) {
      if (name === 'si') text.clear();
      text.open(name);
    },
    text(piece) {
      count(text.add(piece));
    },
    close(name) {
      text.close(name);
      if (name !== 'si') return;
      count(FOR_EACH_TEXT);
      texts.push(unescaped(text.value));
    },
  });
  return texts;
}

/** The text of <si> or <is>: of its runs, rich or not, without the pronunciations that stand beside them. */
export class StringItem {
  value = '';
  #inText = false;
  #inPhonetic = false;

  clear(): void {
    this.value = '';
  }

  open(name: string): void {
    if (name === 'rPh') this.#inPhonetic = true;
    if (name === 't') this.#inText = !this.#inPhonetic;
  }

  /** How many characters were taken. */
  add(piece: string): number {
    if (!this.#inText) return 0;
    this.value += piece;
    return piece.length;
  }

  close(name: string): void {
    if (name === 'rPh') this.#inPhonetic = false;
    if (name === 't') this.#inText = false;
  }
}
