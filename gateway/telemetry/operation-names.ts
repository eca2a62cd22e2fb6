/** Clients choose the names of their operations; a label may take only so many values. */
const MAX_NAMES = 50;
const MAX_LENGTH = 100;

export class OperationNames {
  readonly #known = new Set<string>();

  /** The name itself, for the first so many; "other" for the rest. */
  label(name: string): string {
    if (this.#known.has(name)) return name;
    if (this.#known.size >= MAX_NAMES || name.length > MAX_LENGTH) return 'other';
    this.#known.add(name);
    return name;
  }
}
