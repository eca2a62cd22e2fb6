import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  Kind,
  TypeInfo,
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isScalarType,
  parse,
  print,
  visit,
  visitWithTypeInfo,
  type ConstDirectiveNode,
  type GraphQLNamedType,
  type SelectionSetNode,
} from 'graphql';
import { composeSupergraph, publicApi, registeredSubgraphs, type Subgraph } from '../../schema/compose.ts';
import { ZONES, zoneTypeName } from '../../schema/zones.ts';
import { data } from '../support/ask.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { startFederation, type Federation } from '../support/federation.ts';
import { releasePaper } from '../support/releases.ts';

const supergraph = composeSupergraph();
const api = buildSchema(publicApi(supergraph));
/** With what clients do not see. */
const whole = buildSchema(supergraph, { assumeValidSDL: true });

describe('the composed graph', () => {
  test('describes every type, field, argument and enum value of the public API', () => {
    const undescribed: string[] = [];
    const own = Object.values(api.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
    for (const type of own) {
      if (isScalarType(type) && ['String', 'Int', 'Float', 'Boolean', 'ID'].includes(type.name)) continue;
      if (!type.description && !['Query', 'Mutation'].includes(type.name)) undescribed.push(type.name);
      if (isEnumType(type)) {
        for (const value of type.getValues()) if (!value.description) undescribed.push(`${type.name}.${value.name}`);
      }
      if (isObjectType(type) || isInterfaceType(type)) {
        for (const field of Object.values(type.getFields())) {
          if (!field.description) undescribed.push(`${type.name}.${field.name}`);
        }
      }
      if (isInputObjectType(type)) {
        for (const field of Object.values(type.getFields()))
          if (!field.description) undescribed.push(`${type.name}.${field.name}`);
      }
    }
    expect(undescribed).toEqual([]);
  });

  test("lets no zone's silence take another's answer: root fields and zone fields are nullable", () => {
    const identity = ['code', 'name', 'kind'];
    const fields = ZONES.flatMap(({ code }) => {
      const type = api.getType(zoneTypeName(code));
      if (!isObjectType(type)) throw new Error(`no type for ${code}`);
      const root = api.getQueryType()?.getFields()[code];
      return [
        ...(root ? [root] : []),
        ...Object.values(type.getFields()).filter(({ name }) => !identity.includes(name)),
      ];
    });
    const parts = api.getType('Consolidation');
    if (!isObjectType(parts)) throw new Error('no Consolidation');
    const answered = Object.values(parts.getFields()).filter(
      ({ name }) => !['form', 'period', 'perimeter', 'mode', 'asOf'].includes(name),
    );
    expect(answered.length).toBeGreaterThan(ZONES.length);
    expect([...fields, ...answered].filter(({ type }) => isNonNullType(type)).map(({ name }) => name)).toEqual([]);
  });

  test('requires no field with arguments, and no zone overrides another', () => {
    const required = directiveArguments('requires', 'fields');
    expect(required.length).toBe(12);
    for (const { typeName, text } of required) {
      const info = new TypeInfo(whole, whole.getType(typeName));
      const withArguments: string[] = [];
      const check = visitWithTypeInfo(info, {
        Field: ({ name }) => {
          if ((info.getFieldDef()?.args.length ?? 1) > 0) withArguments.push(name.value);
        },
      });
      visit(selectionOf(text), check);
      expect(withArguments).toEqual([]);
    }
    expect(directiveArguments('override', 'from')).toEqual([]);
  });

  test('asks every zone the same question: one key for the consolidation', () => {
    const keys = registeredSubgraphs().map(({ typeDefs }) => {
      const found = directiveArguments('key', 'fields', [typeDefs]).filter(
        ({ typeName }) => typeName === 'Consolidation',
      );
      return found.map(({ text }) => text).join('|');
    });
    expect(new Set(keys)).toEqual(new Set(['form period perimeter mode asOf']));
  });

  test('has the unified statistics type in every zone, whole', () => {
    const shapes = registeredSubgraphs().map(({ typeDefs }) => {
      const fields: string[] = [];
      visit(typeDefs, {
        ObjectTypeDefinition: (node) => {
          if (!['ZoneStatistics', 'Observation', 'Block'].includes(node.name.value)) return;
          for (const field of node.fields ?? []) fields.push(`${node.name.value}.${field.name.value}`);
        },
      });
      return fields.join(' ');
    });
    expect(new Set(shapes).size).toBe(1);
  });

  test('a district that breaks the shared type does not compose, in words that name it', () => {
    const broken = registeredSubgraphs().map((subgraph) =>
      subgraph.name === 'enyang' ? { ...subgraph, typeDefs: weakened(subgraph) } : subgraph,
    );
    expect(() => composeSupergraph(broken)).toThrow(/Observation\.value.*enyang/s);
  });
});

interface DirectiveUse {
  readonly typeName: string;
  readonly text: string;
}

/** The string given as `argument` wherever a subgraph's SDL uses `directive`, and the type it stands in. */
function directiveArguments(
  directive: string,
  argument: string,
  sdl = registeredSubgraphs().map((each) => each.typeDefs),
): DirectiveUse[] {
  const uses: DirectiveUse[] = [];
  const note = (typeName: string, directives: readonly ConstDirectiveNode[] = []): void => {
    for (const { name, arguments: given = [] } of directives) {
      for (const each of given) {
        if (name.value !== directive || each.name.value !== argument || each.value.kind !== Kind.STRING) continue;
        uses.push({ typeName, text: each.value.value });
      }
    }
  };
  for (const typeDefs of sdl) {
    visit(typeDefs, {
      ObjectTypeDefinition: ({ name, directives, fields = [] }) => {
        note(name.value, directives);
        for (const field of fields) note(name.value, field.directives);
      },
    });
  }
  return uses;
}

function selectionOf(text: string): SelectionSetNode {
  const [definition] = parse(`{ ${text} }`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no selection');
  return definition.selectionSet;
}

/** As printed by a district that thinks a binary float will do. */
function weakened({ typeDefs }: Subgraph): Subgraph['typeDefs'] {
  return parse(print(typeDefs).replace('value: Decimal', 'value: Float'));
}

/** Arguments for the fields that demand one. */
const ARGUMENTS: Record<string, string> = {
  statistics: '(period: "2021-01-01/..")',
  return: '(form: "CUMULATIVE_SINCE_2021", period: "2021-01-01/..")',
  returns: '(form: "ZONE_MONTHLY", from: "2024", to: "2024")',
  completeness: '(form: "ZONE_MONTHLY", from: "2024", to: "2024")',
  decisions: '(zone: "bazhou")',
  zone: '(code: "bazhou")',
  consolidation: '(period: "2021-01-01/..")',
  consolidations: '(periods: ["2021-01-01/..", "2021-01-01/.."])',
  figure: '(indicator: "TAX_TO_REVENUE")',
  growth: '(from: "2021-01-01/..")',
};

/** A selection of every field of a type, down to `depth`. */
function everyField(type: GraphQLNamedType, depth: number): string {
  if (!isObjectType(type) && !isInterfaceType(type)) return '';
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    const leaf = isScalarType(inner) || isEnumType(inner);
    if (!leaf && depth === 0) return [];
    const given = field.args.length > 0 ? (ARGUMENTS[field.name] ?? '') : '';
    return [`${field.name}${given} ${leaf ? '' : everyField(inner, depth - 1)}`];
  });
  return `{ ${fields.join(' ')} }`;
}

describeOnEachDatabase('every field of the API', (engine) => {
  let federation: Federation;
  beforeAll(async () => {
    federation = await startFederation(engine.newDatabase);
    const id = await releasePaper(federation.url);
    for (const root of ['release', 'verifyRelease']) ARGUMENTS[root] = `(id: "${id}")`;
  });
  afterAll(() => federation.stop());

  const roots = Object.keys(api.getQueryType()?.getFields() ?? {});
  test.each(roots)('%s answers without an error', async (root) => {
    const type = api.getQueryType()?.getFields()[root]?.type;
    if (!type) throw new Error('no such field');
    const question = `{ ${root}${ARGUMENTS[root] ?? ''} ${everyField(getNamedType(type), 4)} }`;
    expect((await data(federation.url, question))[root]).not.toBeNull();
  });
});
