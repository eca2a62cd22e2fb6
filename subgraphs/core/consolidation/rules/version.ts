/**
 * The version of the arithmetic in this folder. A release names the one it was computed with, and a verification says so when today's
 * is another. Raised with every change after which the same answers can give another figure, status, coverage or part (major: another
 * value), or after which these say more or less than they did, and never for a change that only tidies. The perimeters', the eliminations' and the standard's own versions stand beside it.
 */
export const FORMULA_VERSION = '1.0.0';
