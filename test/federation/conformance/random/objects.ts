/** The objects of a small town, which refer to each other in circles. A function is a field that takes arguments or refers. */
import type { Row } from '../zone-server.ts';

type Table = Readonly<Record<string, Row>>;

export const levyOf = (wan: unknown): number | null => (typeof wan === 'number' ? wan * 2 : null);
export const perHeadOf = (yuan: unknown, staff: unknown): number | null =>
  typeof yuan === 'number' && typeof staff === 'number' ? yuan / staff : null;
export const signOf = (label: unknown): string | null => (typeof label === 'string' ? `to ${label}` : null);
export const scaleOf = (label: unknown, area: unknown): string => JSON.stringify({ label, area });

const zones: Table = {
  core: {
    __typename: 'Zone',
    code: 'core',
    name: 'Core',
    kind: 'CORE',
    quota: 9,
    neighbours: () => [zones['far']],
    blocks: () => [blocks['b0'], null, blocks['b1']],
    grid: () => [[firms['1'], null], [], [firms['2'], firms['1']]],
    levies: () => [
      { year: 2023, firm: firms['1'] },
      { year: 2024, firm: null },
    ],
  },
  far: {
    __typename: 'Zone',
    code: 'far',
    name: 'Far',
    kind: null,
    quota: 3,
    neighbours: null,
    blocks: () => [blocks['b2']],
    grid: null,
    levies: null,
  },
};

const blocks: Table = {
  b0: {
    ...block('b0', 'North', 0.5),
    zone: () => zones['core'],
    firms: () => [firms['1'], firms['2']],
    shares: [[1, null], [], [3]],
    shape: { __typename: 'Round', radius: 1.5 },
  },
  b1: { ...block('b1', null, null), zone: () => zones['core'], firms: [], shares: null, shape: null },
  b2: {
    ...block('b2', 'South', 2.5),
    zone: () => zones['far'],
    firms: () => [firms['3'], firms['4']],
    shares: [],
    shape: { __typename: 'Square', side: 4, corners: () => [blocks['b0'], null, blocks['b2']] },
  },
};

function block(id: string, label: string | null, area: number | null): Row {
  return { __typename: 'Block', id, label, area, sign: signOf(label), scale: scaleOf(label, area) };
}

const firms: Table = {
  '1': { ...firm(1, 50_000, 5), owner: () => people['p0'], block: () => blocks['b0'] },
  '2': { ...firm(2, 80_000, 4), owner: () => zones['far'], block: () => blocks['b0'] },
  '3': { ...firm(3, null, 1), owner: null, block: () => blocks['b2'] },
  '4': { ...firm(4, 0, 8), owner: () => people['p2'], block: null },
};

function firm(number: number, yuan: number | null, staff: number): Row {
  const output = ({ unit }: Row): number | null => (yuan === null || unit === 'YUAN' ? yuan : yuan / 10_000);
  const isEven = number % 2 === 0;
  return {
    __typename: 'Firm',
    tax: `T${number}`,
    number,
    name: isEven ? `Firm ${number}` : null,
    staff,
    open: isEven,
    paid: !isEven,
    output,
    levy: levyOf(output({ unit: 'WAN' })),
    perHead: perHeadOf(yuan, staff),
  };
}

const people: Table = {
  p0: {
    __typename: 'Person',
    id: 'p0',
    name: 'Zhang',
    age: 50,
    firm: () => firms['1'],
    friends: () => [people['p1'], people['p2'], null],
    place: () => places['home'],
  },
  p1: {
    __typename: 'Person',
    id: 'p1',
    name: 'Li',
    age: null,
    firm: null,
    friends: [],
    place: () => places['office'],
  },
  p2: {
    __typename: 'Person',
    id: 'p2',
    name: 'Wang',
    age: 30,
    firm: () => firms['4'],
    friends: () => [people['p0']],
    place: null,
  },
};

const places: Table = {
  home: {
    __typename: 'Home',
    id: 'home',
    title: null,
    rooms: 3,
    near: () => blocks['b0'],
    stars: 4,
    marks: () => [[{ of: places['office'], text: null }, null], []],
  },
  office: { __typename: 'Office', id: 'office', title: 'Tower', firm: () => firms['2'], stars: null, marks: null },
};

export const ENTITIES: Readonly<Record<string, readonly Row[]>> = {
  Zone: Object.values(zones),
  Block: Object.values(blocks),
  Firm: Object.values(firms),
  Person: Object.values(people),
  Place: Object.values(places),
};

/** The fields of the root. */
export const ROOT: Readonly<Record<string, (args: Row) => unknown>> = {
  zones: () => Object.values(zones),
  zone: ({ code }) => zones[String(code)],
  everything: () => [zones['far'], blocks['b0'], firms['2'], null, blocks['b1']],
  firms: () => [firms['1'], firms['2'], null, firms['3'], firms['4']],
  people: () => [people['p0'], null, people['p1'], people['p2']],
  boss: () => people['p2'],
  best: () => [places['office'], null, places['home']],
  map: () => ({ blocks: [blocks['b2'], blocks['b0'], blocks['b1']], sheets: [['a', 'b'], []] }),
};
