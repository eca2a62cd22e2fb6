/**
 * The language of the rules: a small part of CEL over exact decimals. No loops, lists, regular expressions or doubles;
 * nothing can be named but the indicators of the form. Bounded: an expression is short, and its time grows with the length alone.
 */
import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { Big } from 'big.js';
import { atLeast, atMost, between, Check, equal, modifiedZWithin, skip, zWithin } from './check.ts';
import { Quantity } from './quantity.ts';

export const MAX_EXPRESSION = 500;
const LIMITS = { maxAstNodes: 120, maxDepth: 16, maxListElements: 0, maxMapEntries: 0, maxCallArguments: 4 };

/** Where a value comes from besides the return itself; X names an indicator: previous.X, blocks.X … */
export const SINGLES = ['previous', 'yearAgo', 'recomputed'] as const;
export const LISTS = ['blocks', 'history'] as const;

/** A comparison was asked of a value that is missing: neither true nor false. */
export class MissingValue extends Error {
  /** Whether none of the values compared was given. */
  readonly whole: boolean;
  constructor(whole: boolean) {
    super('a value is missing / 缺数');
    this.whole = whole;
  }
}

const DECIMAL = /^-?\d{1,18}(\.\d{1,12})?$/;

function decimal(text: string): Quantity {
  if (!DECIMAL.test(text)) throw new Error(`not a decimal: ${text.slice(0, 40)}`);
  return Quantity.constant(new Big(text));
}

function compared(one: Quantity, other: Quantity): number {
  if (one.value && other.value) return one.value.cmp(other.value);
  throw new MissingValue(one.given + other.given === 0);
}

const CALLS = {
  equal: ['equal(Decimal, Decimal): Check', equal],
  atMost: ['atMost(Decimal, Decimal): Check', atMost],
  atLeast: ['atLeast(Decimal, Decimal): Check', atLeast],
  between: ['between(Decimal, Decimal, Decimal): Check', between],
  zWithin: ['zWithin(Decimal, list<Decimal>, Decimal, int): Check', zWithin],
  modifiedZWithin: ['modifiedZWithin(Decimal, list<Decimal>, Decimal, int): Check', modifiedZWithin],
  skip: ['skip(): Check', skip],
  decimal: ['decimal(string): Decimal', decimal],
  sum: ['sum(list<Decimal>): Decimal', (all: readonly Quantity[]) => Quantity.sum(all)],
  given: [
    'given(list<Decimal>): list<Decimal>',
    (all: readonly Quantity[]) => all.filter((each) => each.value !== null),
  ],
  orZero: ['orZero(Decimal): Decimal', (one: Quantity) => one.orZero()],
  isMissing: ['isMissing(Decimal): bool', (one: Quantity) => one.value === null],
  anyMissing: [
    'anyMissing(list<Decimal>): bool',
    (all: readonly Quantity[]) => all.some((each) => each.value === null),
  ],
} as const;

const base = new Environment({ limits: LIMITS })
  .registerType('Decimal', { ctor: Quantity, fields: {} })
  .registerType('Check', { ctor: Check, fields: {} });
for (const [signature, handler] of Object.values(CALLS)) base.registerFunction(signature, handler);
base
  .registerOperator('Decimal + Decimal', (a: Quantity, b: Quantity) => a.plus(b))
  .registerOperator('Decimal - Decimal', (a: Quantity, b: Quantity) => a.minus(b))
  .registerOperator('Decimal * Decimal', (a: Quantity, b: Quantity) => a.times(b))
  .registerOperator('Decimal < Decimal', (a: Quantity, b: Quantity) => compared(a, b) < 0)
  .registerOperator('Decimal <= Decimal', (a: Quantity, b: Quantity) => compared(a, b) <= 0)
  .registerOperator('Decimal > Decimal', (a: Quantity, b: Quantity) => compared(a, b) > 0)
  .registerOperator('Decimal >= Decimal', (a: Quantity, b: Quantity) => compared(a, b) >= 0)
  .registerOperator('Decimal == Decimal', (a: Quantity, b: Quantity) => compared(a, b) === 0)
  .registerVariable({ name: 'period', schema: { firstOfYear: 'bool', startsYear: 'bool' } });

export type Values = Readonly<Record<string, unknown>>;

export interface Read {
  readonly source: string | null;
  readonly name: string;
}

export interface Expression {
  /** Check, or bool: a bare condition, that has no expected value and no tolerance. */
  readonly type: 'Check' | 'bool';
  /** The functions and sources it uses. */
  readonly uses: ReadonlySet<string>;
  /** What it reads: names of the return itself (source null), or of another source. */
  readonly reads: readonly Read[];
  evaluate(values: Values): unknown;
}

/** Reads an expression over these names; throws with what is wrong and where. */
export function compile(text: string, names: readonly string[]): Expression {
  if (text.length > MAX_EXPRESSION) throw new Error(`longer than ${MAX_EXPRESSION} characters`);
  const environment = base.clone();
  const schema = (type: string): Record<string, string> => Object.fromEntries(names.map((name) => [name, type]));
  for (const name of names) environment.registerVariable(name, 'Decimal');
  for (const name of SINGLES) environment.registerVariable({ name, schema: schema('Decimal') });
  for (const name of LISTS) environment.registerVariable({ name, schema: schema('list<Decimal>') });
  const parsed = environment.parse(text);
  const uses = new Set<string>();
  const reads: Read[] = [];
  admit(parsed.ast, uses, reads);
  const { type, error } = parsed.check();
  if (error) throw new Error(error.summary);
  if (type !== 'Check' && type !== 'bool') throw new Error(`is a ${type ?? '?'}, not a Check or a bool`);
  return { type, uses, reads, evaluate: (values): unknown => parsed(values) };
}

/** Refuses all of CEL that the rules do not need, and lists what is used and read. */
function admit(node: ASTNode, uses: Set<string>, reads: Read[]): void {
  switch (node.op) {
    case 'value':
      if (typeof node.args === 'number') throw new Error(`binary float ${node.args}: write decimal("${node.args}")`);
      return;
    case 'id':
      reads.push({ source: null, name: node.args });
      return;
    case '.': {
      const [of, name] = node.args;
      if (of.op !== 'id') throw new Error(`.${name}: only a source has parts, as previous.TAX_REVENUE`);
      uses.add(of.args);
      reads.push({ source: of.args, name });
      return;
    }
    case 'call':
      if (!Object.hasOwn(CALLS, node.args[0])) throw new Error(`no function ${node.args[0]}`);
      uses.add(node.args[0]);
      for (const each of node.args[1]) admit(each, uses, reads);
      return;
    case '!_':
      admit(node.args, uses, reads);
      return;
    case '?:':
    case '||':
    case '&&':
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '+':
    case '-':
    case '*':
      for (const each of node.args) admit(each, uses, reads);
      return;
    case '-_':
    case '/':
    case '%':
    case 'in':
    case '[]':
    case '[?]':
    case '.?':
    case 'rcall':
    case 'list':
    case 'map':
      throw new Error(`"${node.op}" has no place in a rule`);
  }
}
