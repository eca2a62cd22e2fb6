/** What the other mechanisms ask of the standard. */
import { problem } from '../../../schema/error-codes.ts';
import { findIndicator, type Indicator } from '../../../schema/standard.ts';

/** The indicators of these codes, in their order; a GraphQLError UNKNOWN_INDICATOR that names the unknown ones. */
export function indicatorsOf(codes: readonly string[]): Indicator[] {
  const unknown = codes.filter((code) => !findIndicator(code)).map((code) => code.slice(0, 64));
  if (unknown.length > 0) {
    const known = '可用代码见 / see { indicators { code } }';
    throw problem('UNKNOWN_INDICATOR', `指标目录中没有 / not in the catalogue: ${unknown.join(', ')}。${known}`);
  }
  return codes.map(findIndicator).filter((each) => each !== undefined);
}
