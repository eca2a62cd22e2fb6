/** Encodes GB18030, which Node can only decode: every code there is, decoded once and looked up backwards. */
let table: ReadonlyMap<string, Buffer> | undefined;

/** Undefined when a character has no code that is decoded to it again. */
export function encodeGb18030(text: string): Buffer | undefined {
  table ??= codes();
  const parts: Buffer[] = [];
  for (const character of text) {
    const code = table.get(character) ?? supplementary(character.codePointAt(0) ?? 0);
    if (!code) return undefined;
    parts.push(code);
  }
  return Buffer.concat(parts);
}

function codes(): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  const decoder = new TextDecoder('gb18030');
  const add = (...bytes: number[]): void => {
    const code = Buffer.from(bytes);
    const text = decoder.decode(code);
    if (text.length === 1 && text !== '\ufffd' && !found.has(text)) found.set(text, code);
  };
  for (let byte = 0; byte < 0x80; byte += 1) add(byte);
  for (let first = 0x81; first < 0xff; first += 1)
    for (let second = 0x40; second < 0xff; second += 1) add(first, second);
  for (let linear = 0; linear < 39_420; linear += 1) add(...fourBytes(linear));
  return found;
}

function supplementary(codePoint: number): Buffer | undefined {
  return codePoint < 0x10000 ? undefined : Buffer.from(fourBytes(codePoint - 0x10000 + 189_000));
}

function fourBytes(linear: number): number[] {
  const [fourth, third, second, first] = [
    linear % 10,
    Math.floor(linear / 10) % 126,
    Math.floor(linear / 1260) % 10,
    Math.floor(linear / 12_600),
  ];
  return [first + 0x81, second + 0x30, third + 0x81, fourth + 0x30];
}
