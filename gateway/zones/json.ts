/** A JSON object, as opposed to a list, a text, a number or nothing. */
export type JsonObject = Record<string, unknown>;

/** The JSON object that `text` is; undefined for anything else. */
export function parseJsonObject(text: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
