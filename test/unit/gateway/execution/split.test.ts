import { beforeAll, describe, expect, test } from '@jest/globals';
import type { FetchNode, PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, parse } from 'graphql';
import { withoutConflicts } from '../../../../gateway/execution/planning/split.ts';
import type { Version } from '../../../../gateway/execution/operation.ts';
import { versionOf } from './support.ts';

const external = 'id: ID! name: String @external price(in: String): Int @external box: Box @external';
const box = 'type Box @shareable { size(in: String): Int }';
const required = {
  a: 'price(in: "CNY")',
  b: 'price(in: "USD")',
  c: 'price(in: "CNY") name',
  d: 'name',
  e: 'box { size(in: "cm") }',
  f: 'box { size(in: "in") } price(in: "USD")',
  g: 'price(in: "CNY") box { size(in: "in") }',
};
const fields = Object.entries(required).map(
  ([name, text]) => `${name}: Int @requires(fields: ${JSON.stringify(text)})`,
);

let version: Version;
beforeAll(async () => {
  version = await versionOf({
    goods: `
      type Query { good: Good any: Any }
      type Good @key(fields: "id") { id: ID! name: String price(in: String): Int box: Box }
      type Other @key(fields: "id") { id: ID! price(in: String): Int }
      union Any = Good | Other ${box}`,
    trade: `type Good @key(fields: "id") { ${external} ${fields.join('\n')} free: Int } ${box}
      type Other @key(fields: "id") { id: ID! price(in: String): Int @external h: Int @requires(fields: "price(in: \\"USD\\")") }`,
  });
});

/** The requests for entities in the plan of a query. */
function requestsFor(query: string): FetchNode[] {
  const found: FetchNode[] = [];
  const collect = (node: PlanNode | undefined): void => {
    if (node?.kind === 'Fetch' && node.requires) found.push(node);
    else if (node?.kind === 'Flatten') collect(node.node);
    else if (node?.kind === 'Sequence' || node?.kind === 'Parallel') node.nodes.forEach(collect);
  };
  const { node } = version.plan(parse(query), undefined);
  if (node?.kind !== 'Subscription') collect(node);
  return found;
}

/** What a request requires and what it asks, in words. */
function said({ requires = [], operation }: FetchNode): string {
  const text = (nodes: readonly QueryPlanSelectionNode[]): string =>
    nodes
      .map((each) =>
        each.kind === 'Field'
          ? `${meant(each.name)}${each.selections ? `{${text(each.selections)}}` : ''}`
          : `on ${each.typeCondition}{${text(each.selections)}}`,
      )
      .join(' ');
  return `${text(requires)} -> ${operation.replace(/^.*?\{_entities\(representations:\$representations\)/, '').slice(0, -1)}`;
}

function meant(name: string): string {
  const real = version.standIns.get(name);
  if (!real) return name;
  const [argument] = real.arguments;
  return `${real.name}:${argument?.value.kind === Kind.STRING ? argument.value.value : ''}`;
}

function parts(query: string): string[] {
  const [node, ...more] = requestsFor(query);
  if (!node || more.length > 0) throw new TypeError('the planner makes one request of it');
  return withoutConflicts(node, version.standIns, version.usedBy).map(said);
}

const key = '__typename id';

describe('a request for entities', () => {
  test('stays the very same where every representation can say all', () => {
    const [node] = requestsFor('{ good { a c d e } }');
    if (!node) throw new TypeError('there is a request');
    expect(withoutConflicts(node, version.standIns, version.usedBy)).toEqual([node]);
    expect(withoutConflicts(node, version.standIns, version.usedBy)[0]).toBe(node);
  });

  test('stays the same where it requires nothing', () => {
    const { node } = version.plan(parse('{ good { id } }'), undefined);
    if (node?.kind !== 'Fetch') throw new TypeError('one request');
    expect(withoutConflicts(node, version.standIns, version.usedBy)).toEqual([node]);
  });

  test('becomes two where two fields require one field with different arguments', () => {
    expect(parts('{ good { a b } }')).toEqual([
      `on Good{${key} price:CNY} -> {...on Good{a}}`,
      `on Good{${key} price:USD} -> {...on Good{b}}`,
    ]);
  });

  test('keeps together what can be together, in the order of the request', () => {
    expect(parts('{ good { free a b c d } }')).toEqual([
      `on Good{${key} name price:CNY} -> {...on Good{free a c d}}`,
      `on Good{${key} name price:USD} -> {...on Good{b}}`,
    ]);
  });

  test('requires of objects within what its own fields need', () => {
    expect(parts('{ good { e f } }')).toEqual([
      `on Good{${key} box{size:cm}} -> {...on Good{e}}`,
      `on Good{${key} box{size:in} price:USD} -> {...on Good{f}}`,
    ]);
  });

  test('becomes three where no two fields fit together', () => {
    expect(parts('{ good { a f e g } }').map((each) => each.split(' -> ')[1])).toEqual([
      '{...on Good{a e}}',
      '{...on Good{f}}',
      '{...on Good{g}}',
    ]);
  });

  test('keeps names, directives and what is asked below', () => {
    const split = parts('query ($is: Boolean!) { good { x: a @include(if: $is) b id free } }').map(
      (each) => each.split(' -> ')[1],
    );
    expect(split).toEqual(['{...on Good{x:a@include(if:$is)free}}', '{...on Good{b}}']);
  });

  test('splits by type as well', () => {
    expect(parts('{ any { ... on Good { a } ... on Other { h } } }').map((each) => each.split(' -> ')[1])).toEqual([
      '{...on Good{a}}',
      '{...on Other{h}}',
    ]);
  });
});
