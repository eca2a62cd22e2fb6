/** Random valid queries on a schema: aliases, arguments, variables, inline fragments; no directives. */
import type { ApolloServerPlugin } from '@apollo/server';
import fc from 'fast-check';
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
  parse,
  validate,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** What may stand where a value of a scalar is wanted; a text with $ uses a variable of the operation. */
export type Literals = Readonly<Record<string, readonly string[]>>;

/** `variables` are declared where they are used, as in { $period: 'Period = "2024"' }. */
export function anyQuery(schema: GraphQLSchema, literals: Literals, variables: Readonly<Record<string, string>>) {
  const query = schema.getQueryType();
  if (!query) throw new Error('the schema has no queries');
  return anySelection(schema, query, literals, 5)
    .map((selection) => {
      const used = Object.entries(variables).filter(([name]) => selection.includes(name));
      const header = used.length > 0 ? `query (${used.map(([name, type]) => `${name}: ${type}`).join(', ')}) ` : '';
      return `${header}${selection}`;
    })
    .filter((text) => validate(schema, parse(text)).length === 0); // two fields under one name may not go together
}

function anySelection(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  literals: Literals,
  depth: number,
): fc.Arbitrary<string> {
  const selections: fc.Arbitrary<string>[] = [fc.constant('__typename')];
  if (isAbstractType(type)) {
    for (const possible of schema.getPossibleTypes(type)) {
      selections.push(
        anySelection(schema, possible, literals, depth).map((inner) => `... on ${possible.name} ${inner}`),
      );
    }
  } else if (isObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => depth > 1 || isLeafType(getNamedType(field.type)));
    selections.push(...fields.map((field) => anyField(schema, field, literals, depth)));
    if (depth > 1) selections.push(anySelection(schema, type, literals, 1).map((inner) => `... ${inner}`));
  }
  const some = fc.array(fc.oneof(...selections), { minLength: 1, maxLength: 5 });
  return some.map((all) => `{ ${all.join(' ')} }`);
}

function anyField(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  literals: Literals,
  depth: number,
): fc.Arbitrary<string> {
  const named = getNamedType(field.type);
  const inner = isLeafType(named) ? fc.constant('') : anySelection(schema, named, literals, depth - 1);
  const alias = fc.constantFrom('', '', '', 'a: ', 'b: ', 'c: ');
  return fc
    .tuple(alias, anyArguments(field.args, literals), inner)
    .map(([name, given, selection]) => `${name}${field.name}${given} ${selection}`);
}

function anyArguments(all: readonly GraphQLArgument[], literals: Literals): fc.Arbitrary<string> {
  const each = all.map((argument) => {
    const given = anyLiteral(argument.type, literals).map((value) => `${argument.name}: ${value}`);
    return isRequiredArgument(argument) ? given : fc.oneof(given, fc.constant(''));
  });
  return fc.tuple(...each).map((texts) => (texts.some((text) => text !== '') ? `(${texts.join(' ')})` : ''));
}

function anyLiteral(type: GraphQLInputType, literals: Literals): fc.Arbitrary<string> {
  const wanted = getNullableType(type);
  if (isListType(wanted)) {
    return fc.array(anyLiteral(wanted.ofType, literals), { maxLength: 3 }).map((items) => `[${items.join(' ')}]`);
  }
  if (isEnumType(wanted)) return fc.constantFrom(...wanted.getValues().map(({ name }) => name));
  return fc.constantFrom(...(literals[getNamedType(wanted).name] ?? ['null']));
}

/** An Apollo Server plugin that tells when graphql-js executes an operation. */
export function executionCounter(executes: () => void): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        executionDidStart: () => {
          executes();
          return Promise.resolve();
        },
      }),
  };
}
