/** How much of a file is read: what is beyond is a fault, never a process that runs out of memory. */
export interface Limits {
  /** Bytes of the file as it comes. */
  readonly fileBytes: number;
  /** Bytes of a workbook's parts once unpacked, all together: a zip bomb is refused before it is unpacked. */
  readonly unpackedBytes: number;
  /** Characters of a workbook's shared texts, which have to be held in memory while its rows are read; each text counts 16 more. */
  readonly sharedCharacters: number;
  /** The last row that may hold anything, in any sheet. */
  readonly rows: number;
  readonly columns: number;
  readonly cellCharacters: number;
}

export const LIMITS: Limits = {
  fileBytes: 64_000_000,
  unpackedBytes: 256_000_000,
  sharedCharacters: 32_000_000,
  rows: 1_048_576,
  columns: 256,
  cellCharacters: 32_767,
};
