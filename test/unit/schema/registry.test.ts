import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Kind, parse, type ObjectTypeDefinitionNode } from 'graphql';
import { registrySdl } from '../../../schema/registry.ts';
import { CORE, HOSTED_ZONES, ZONES, findZone, zonePort, zoneTypeName, type ZoneEntry } from '../../../schema/zones.ts';

const PINGCHANG: ZoneEntry = { code: 'pingchang', name: '平昌县', nameEn: 'Pingchang', kind: 'HOSTED' };

function objectTypes(sdl: string): ObjectTypeDefinitionNode[] {
  return parse(sdl).definitions.filter((each) => each.kind === Kind.OBJECT_TYPE_DEFINITION);
}

/** The zones that each computed field of the consolidation requires, by field. */
function required(sdl: string): Record<string, string[]> {
  const type = objectTypes(sdl).find(({ name }) => name.value === 'Consolidation');
  const fields = (type?.fields ?? []).flatMap((field) => {
    const argument = field.directives?.find(({ name }) => name.value === 'requires')?.arguments?.[0]?.value;
    return argument?.kind === Kind.STRING ? [{ name: field.name.value, zones: roots(argument.value) }] : [];
  });
  return Object.fromEntries(fields.map(({ name, zones }) => [name, zones]));
}

function roots(selection: string): string[] {
  const [operation] = parse(`{ ${selection} }`).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  return operation.selectionSet.selections.flatMap((each) => (each.kind === Kind.FIELD ? [each.name.value] : []));
}

describe("the registry's part of the schema", () => {
  test('is what is committed', () => {
    const committed = path.join(import.meta.dirname, '..', '..', '..', 'schema', 'registry.graphql');
    expect(readFileSync(committed, 'utf8')).toBe(registrySdl());
  });

  test('requires every hosted zone for every figure and finding, so that none can be left out', () => {
    const all = HOSTED_ZONES.map(({ code }) => code);
    expect(required(registrySdl())).toEqual({ figures: all, figure: all, findings: all, current: all });
    const more = [...HOSTED_ZONES, PINGCHANG];
    expect(required(registrySdl(more))['findings']).toEqual([...all, 'pingchang']);
  });

  test('asks of every zone all that the arithmetic reads', () => {
    for (const read of [
      'zone',
      'period',
      'state',
      'revision',
      'digest',
      'obsStatus',
      'counterpart',
      'unitMult',
      'note',
    ]) {
      expect(registrySdl([PINGCHANG])).toMatch(new RegExp(`pingchang \\{[^\\n]*\\b${read}\\b`));
    }
  });

  test('changes for a new zone only by what is added', () => {
    const [before, after] = [registrySdl(), registrySdl([...HOSTED_ZONES, PINGCHANG])].map((sdl) => sdl.split('\n'));
    const added = after?.filter((line) => line.includes('pingchang') || line.includes('Pingchang')) ?? [];
    expect(added).toHaveLength(17); // its type, its answer to each of four questions, and what twelve fields require
    const kept = new Set(after);
    expect(before?.filter((line) => !kept.has(line))).toEqual([]);
    expect(objectTypes((after ?? []).join('\n')).map(({ name }) => name.value)).toContain('PingchangZone');
  });
});

describe('the zones', () => {
  test('are the core first and then the hosted ones, each with a port of its own', () => {
    expect(ZONES.map(({ code }) => code)).toEqual([CORE, ...HOSTED_ZONES.map(({ code }) => code)]);
    expect(ZONES.map(({ kind }) => kind)).toEqual(['CORE', ...HOSTED_ZONES.map(() => 'HOSTED')]);
    expect(ZONES.map(({ code }) => zonePort(code, 4000))).toEqual(ZONES.map((_, at) => 4001 + at));
  });

  test('are found by code, and give their name to their type', () => {
    expect(findZone('nanjiang')?.name).toBe('南江县');
    expect(findZone('constructor')).toBeUndefined();
    expect(zoneTypeName('nanjiang')).toBe('NanjiangZone');
  });
});
