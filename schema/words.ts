/** Whether a text that somebody must write says anything: letters or digits, and no broken characters. Pure. */
export function saysSomething(text: string): boolean {
  return text.isWellFormed() && /[\p{L}\p{N}]/u.test(text);
}
